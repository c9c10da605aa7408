import Foundation
import LMDB
public import Orders

/// How a ledger is opened.
public struct LedgerOptions: Sendable {
    /// What may be done with the file.
    public enum Access: Sendable, Hashable {
        case readWrite
        /// Reads beside writers; needs the right to write the lock file.
        case readOnly
        /// Reads a copy on media that cannot be written; takes no lock.
        case readOnlyMedia
    }

    public var access: Access
    /// The memory map never grows beyond this many bytes; appends then fail with `mapFull`.
    public var mapBytesMaximum: Int
    /// What time it is; recordedAt comes from here.
    public var now: @Sendable () -> Timestamp

    /// - Parameter now: the wall clock unless said otherwise.
    public init(
        access: Access = .readWrite,
        mapBytesMaximum: Int = 1 << 44,
        now: @escaping @Sendable () -> Timestamp = { Timestamp.wallClock },
    ) {
        self.access = access
        self.mapBytesMaximum = mapBytesMaximum
        self.now = now
    }

    var environmentAccess: Environment.Access {
        switch access {
        case .readWrite: .readWrite
        case .readOnly: .readOnly
        case .readOnlyMedia: .readOnlyMedia
        }
    }
}

extension Timestamp {
    /// The machine's idea of the present, to the microsecond.
    public static var wallClock: Timestamp {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
