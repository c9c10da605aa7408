package import EventLog
package import LMDB

/// The table of those who follow the ledger under a name; made when the first is registered.
///
/// | key | value |
/// |---|---|
/// | 1, name | `FollowerState`: how far it is |
/// | 2, name, 0, ordinal, position (both big-endian) | `ParkedEvent`: an event that waits |
package struct FollowerTable: Sendable {
    let rows: BytesTable

    static let name = "followers"

    /// Opens the table; nothing in a ledger that nobody has followed under a name.
    ///
    /// The thread must have no write transaction open.
    package init?(in store: LogStore) throws(LedgerError) {
        do {
            rows = try store.environment.openBytesTable(Self.name)
        } catch {
            guard error.code == .notFound else { throw LedgerError(error) }
            return nil
        }
    }

    /// Opens the table, and makes it where it is missing.
    package init(makingIn transaction: inout WriteTransaction) throws(LedgerError) {
        do {
            rows = try transaction.openBytesTable(Self.name, create: true)
        } catch {
            throw LedgerError(error)
        }
    }
}

/// How far a follower is.
package struct FollowerState: Sendable, Hashable {
    /// Everything up to here is handled, or parked.
    package var checkpoint: UInt64
    /// The decisions on `$ledger` about parked orders were carried out up to here.
    package var decided: UInt64
    /// When the checkpoint moved last, in microseconds.
    package var movedAt: Int64

    package init(checkpoint: UInt64, decided: UInt64, movedAt: Int64) {
        self.checkpoint = checkpoint
        self.decided = decided
        self.movedAt = movedAt
    }
}

extension FollowerState {
    private static let format: UInt8 = 1
    private static let byteCount = 25

    init?(_ bytes: borrowing Span<UInt8>) {
        guard bytes.count == Self.byteCount, bytes[0] == Self.format else { return nil }
        checkpoint = bytes.uint64(at: 1)
        decided = bytes.uint64(at: 9)
        movedAt = bytes.int64(at: 17)
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = [Self.format]
        bytes.appendLittleEndian(checkpoint)
        bytes.appendLittleEndian(decided)
        bytes.appendLittleEndian(movedAt)
        return bytes
    }
}

extension FollowerTable {
    private static let stateTag: UInt8 = 1

    private static func stateKey(_ name: FollowerName) -> [UInt8] {
        [stateTag] + name.description.utf8
    }

    /// How far a follower is; nothing where it was never registered.
    package func state(
        of name: FollowerName,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> FollowerState? {
        do {
            guard let bytes = try transaction.get(rows, Self.stateKey(name).span) else {
                return nil
            }
            if let state = FollowerState(bytes) { return state }
        } catch {
            throw LedgerError(error)
        }
        throw Self.unreadable(name)
    }

    package func write(
        _ state: FollowerState,
        of name: FollowerName,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        do {
            try transaction.put(rows, Self.stateKey(name).span, state.bytes.span)
        } catch {
            throw LedgerError(error)
        }
    }

    /// Removes how far a follower is, and what it has parked.
    package func remove(
        _ name: FollowerName,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        let parked = ParkedOrders(of: name, in: self)
        for event in try parked.all(in: transaction) {
            try parked.remove(event.ordinal, at: event.position, in: &transaction)
        }
        do {
            try transaction.delete(rows, Self.stateKey(name).span)
        } catch {
            throw LedgerError(error)
        }
    }

    /// All who were registered, by name.
    package func names(
        in transaction: borrowing some Transaction & ~Copyable
    ) throws(LedgerError) -> [FollowerName] {
        var names: [FollowerName] = []
        do {
            var cursor = try transaction.cursor(rows)
            var isFound = try cursor.seek([Self.stateTag].span)
            while isFound, cursor.key[0] == Self.stateTag {
                let name = cursor.key.bytes(in: 1..<cursor.key.count)
                names.append(FollowerName(stored: String(decoding: name, as: UTF8.self)))
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        return names
    }

    static func unreadable(_ name: FollowerName) -> LedgerError {
        LedgerError(
            .newerFormat,
            "what the ledger keeps of the follower \(name) is not readable by this build: use a "
                + "newer build, or forget the follower and begin anew"
        )
    }
}
