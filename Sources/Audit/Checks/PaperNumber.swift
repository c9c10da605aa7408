import EventLog
import LMDB
import Orders

/// What a record says of the numbers that the ledger gives to invoices and credit notes.
struct PaperNumber: Sendable {
    let type: EventType
    /// Whether the ledger gave the number; else the paper came with it.
    let isGiven: Bool
    /// The number; nothing where it is none that the ledger would write itself.
    let number: UInt64?

    /// Reads it; nothing where the record is of no paper.
    ///
    /// - Throws: `corrupted` where the paper's data cannot be read.
    /// - Complexity: O(digits) where the number is the first or the last member of the data.
    init?(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        let type = header.digest.type
        guard type.isPaper, header.lengths.typeName == 0 else { return nil }
        self.type = type
        isGiven = header.digest.traits.contains(.numbered)
        if !header.flags.contains(.externalPublicPart), header.recordByteCount == bytes.count,
            case .told(let number) = NumberText(
                in: bytes.extracting(header.range(of: .publicPart))
            )
        {
            self.number = number
            return
        }
        let event = try snapshot.tables.agendaEvent(
            header,
            at: position,
            bytes,
            in: snapshot.transaction
        )
        let text = event.paperNumber ?? ""
        number = UInt64(text).flatMap { String($0) == text ? $0 : nil }
    }

    /// Whether it moves no series.
    var isIdle: Bool { !isGiven && number == nil }
}

/// The number in the data of a paper, looked up without reading all of it.
private enum NumberText {
    /// The number, or that it is none that the ledger would write.
    case told(UInt64?)
    /// Only reading the data can tell.
    case unknown

    private static let member = Array("\"number\":\"".utf8)
    /// The ledger writes a number as the only member of empty data, or behind all others.
    private static let end = Array("\"}".utf8)
    /// Digits that are certain to fit 64 bits.
    private static let digitsMaximum = 19

    init(in data: borrowing Span<UInt8>) {
        let member = Self.member.span
        let start = 1 + member.count
        guard data.count > start + Self.end.count, data[0] == UInt8(ascii: "{") else {
            self = .unknown
            return
        }
        if data.extracting(1..<start).isEqual(to: member) {
            self.init(data, from: start)
        } else {
            self.init(lastIn: data)
        }
    }

    /// Reads the number from its first digit on.
    private init(_ data: borrowing Span<UInt8>, from start: Int) {
        self = .unknown
        var number: UInt64 = 0
        var index = start
        while index < data.count, let digit = Self.digit(data[index]),
            index - start < Self.digitsMaximum
        {
            number = number &* 10 &+ digit
            index += 1
        }
        guard index < data.count else { return }
        switch data[index] {
        case UInt8(ascii: "\""):
            // What begins with a zero is another text than that of its number.
            if index > start, data[start] != UInt8(ascii: "0") { self = .told(number) }
        case UInt8(ascii: "\\"), UInt8(ascii: "+"): return
        default:
            if Self.digit(data[index]) == nil { self = .told(nil) }
        }
    }

    /// Reads the number where it is the last member. A quotation mark behind a comma or a brace
    /// begins a text, and the last brace of all ends the data, so that no other member is taken
    /// for it.
    private init(lastIn data: borrowing Span<UInt8>) {
        self = .unknown
        let member = Self.member.span
        let end = data.count - Self.end.count
        guard data.extracting(end..<data.count).isEqual(to: Self.end.span) else { return }
        var start = end
        while start > member.count, Self.digit(data[start - 1]) != nil { start -= 1 }
        guard start < end, start > member.count,
            data.extracting(start - member.count..<start).isEqual(to: member),
            data[start - member.count - 1] == UInt8(ascii: ",")
        else { return }
        self.init(data, from: start)
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        let digit = byte &- UInt8(ascii: "0")
        return digit < 10 ? UInt64(digit) : nil
    }
}
