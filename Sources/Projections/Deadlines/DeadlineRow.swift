import EventLog
import LMDB
import Orders

/// All deadlines of one kind that are counted by the same settings: a stretch of the views' table.
struct DeadlineList: Hashable, Comparable {
    let kind: DeadlineKind
    /// A hash of the manufacturer whose settings hold, 0 where there is none or none is asked for.
    let group: UInt64

    static func < (left: DeadlineList, right: DeadlineList) -> Bool {
        (left.kind.rawValue, left.group) < (right.kind.rawValue, right.group)
    }
}

/// A row of the index of deadlines: where an order's deadline is counted from.
struct DeadlineRow: Hashable, Comparable {
    let list: DeadlineList
    /// Microseconds since 1970.
    let from: Int64
    let ordinal: UInt32

    static let keyBytes = 22

    init(_ start: DeadlineStart, manufacturer: String?, ordinal: UInt32) {
        let name = start.kind.isByManufacturer ? manufacturer : nil
        list = DeadlineList(kind: start.kind, group: name.map { max(1, eventIDHash($0)) } ?? 0)
        from = start.from.microseconds
        self.ordinal = ordinal
    }

    /// Reads a key, or nothing where it is none of a deadline.
    init?(_ key: borrowing Span<UInt8>) {
        guard key.count == Self.keyBytes, key[0] == ViewKey.deadline,
            let kind = DeadlineKind(rawValue: key[1])
        else { return nil }
        list = DeadlineList(kind: kind, group: key.bigEndian(UInt64.self, at: 2))
        // With its first bit turned, a number below zero sorts before one above.
        from = Int64(bitPattern: key.bigEndian(UInt64.self, at: 10) ^ 1 << 63)
        ordinal = key.bigEndian(UInt32.self, at: 18)
    }

    var start: DeadlineStart {
        DeadlineStart(list.kind, from: Timestamp(microseconds: from))
    }

    func encode(into key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        key.append(ViewKey.deadline)
        key.append(list.kind.rawValue)
        key.appendBigEndian(list.group)
        key.appendBigEndian(UInt64(bitPattern: from) ^ 1 << 63)
        key.appendBigEndian(ordinal)
    }

    /// Kinds and groups are few: where and when it is tells a row from almost all others.
    func hash(into hasher: inout Hasher) {
        hasher.combine(UInt64(bitPattern: from) ^ UInt64(ordinal) << 32)
    }

    static func < (left: DeadlineRow, right: DeadlineRow) -> Bool {
        (left.list, left.from, left.ordinal) < (right.list, right.from, right.ordinal)
    }
}
