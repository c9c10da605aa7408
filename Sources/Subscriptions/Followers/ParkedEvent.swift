import LMDB

/// An event that a follower could not handle, or that waits behind one of its order.
package struct ParkedEvent: Sendable, Hashable {
    package var ordinal: UInt32
    package var position: UInt64
    /// How often it was tried in vain; 0 for one that only waits.
    package var attempts: UInt32
    /// Whether somebody decided that it is tried again.
    package var isReleased: Bool
    /// When it was parked, in microseconds.
    package var parkedAt: Int64
    /// What the last attempt said, cut to `errorBytesMaximum`; empty for one that only waits.
    package let error: String

    package static let errorBytesMaximum = 1_000

    package init(
        ordinal: UInt32,
        position: UInt64,
        attempts: UInt32 = 0,
        isReleased: Bool = false,
        parkedAt: Int64,
        error: String = "",
    ) {
        self.ordinal = ordinal
        self.position = position
        self.attempts = attempts
        self.isReleased = isReleased
        self.parkedAt = parkedAt
        self.error = error.cut(toBytes: Self.errorBytesMaximum)
    }
}

extension ParkedEvent {
    private static let format: UInt8 = 1
    private static let textStart = 14

    init?(ordinal: UInt32, position: UInt64, _ bytes: borrowing Span<UInt8>) {
        guard bytes.count >= Self.textStart, bytes[0] == Self.format else { return nil }
        self.ordinal = ordinal
        self.position = position
        isReleased = bytes[1] == 1
        attempts = bytes.uint32(at: 2)
        parkedAt = bytes.int64(at: 6)
        let text = bytes.bytes(in: Self.textStart..<bytes.count)
        error = String(decoding: text, as: UTF8.self)
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = [Self.format, isReleased ? 1 : 0]
        bytes.appendLittleEndian(attempts)
        bytes.appendLittleEndian(parkedAt)
        return bytes + error.utf8
    }
}

extension String {
    /// The text without what goes beyond a number of bytes, cut between characters.
    fileprivate func cut(toBytes maximum: Int) -> String {
        guard utf8.count > maximum else { return self }
        var text = String(prefix(maximum))
        while text.utf8.count > maximum { text.removeLast() }
        return text
    }
}
