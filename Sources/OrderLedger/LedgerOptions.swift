import Foundation
import LMDB
public import Orders

/// How a ledger is opened.
public struct LedgerOptions: Sendable {
    /// What may be done with the file.
    public enum Access: Sendable, Hashable {
        /// Reads and appends.
        case readWrite
        /// Reads beside writers; needs the right to write the lock file.
        case readOnly
        /// Reads a copy on media that cannot be written; takes no lock.
        case readOnlyMedia
    }

    /// What may be done with the file.
    public var access: Access
    /// The memory map never grows beyond this many bytes; appends then fail with `mapFull`.
    public var mapBytesMaximum: Int
    /// How data of older events is carried on to the newest version of their types.
    public var evolution: EventEvolution
    /// What time it is; recordedAt comes from here.
    public var now: @Sendable () -> Timestamp

    /// Options that differ from the usual ones where they are given.
    ///
    /// - Parameters:
    ///   - access: what may be done with the file.
    ///   - mapBytesMaximum: how far the memory map may grow.
    ///   - evolution: how data of older events is read; as this build does unless said otherwise.
    ///   - now: the wall clock unless said otherwise.
    public init(
        access: Access = .readWrite,
        mapBytesMaximum: Int = 1 << 44,
        evolution: EventEvolution = .builtIn,
        now: @escaping @Sendable () -> Timestamp = { Timestamp.wallClock },
    ) {
        self.access = access
        self.mapBytesMaximum = mapBytesMaximum
        self.evolution = evolution
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
