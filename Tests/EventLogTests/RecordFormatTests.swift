import Foundation
import LedgerTesting
import Orders
import Testing

@testable import EventLog

@Suite
struct `The bytes of a record` {
    @Test(arguments: GoldenRecord.allCases)
    func `are those of the golden file`(_ golden: GoldenRecord) throws {
        let ledger = try TemporaryLedger(isPlain: true)
        try golden.append(to: ledger.store)
        let record = try ledger.store.snapshot().record(at: golden.position)
        #expect(try record.bytes == (golden.bytes()))
    }

    @Test(arguments: GoldenRecord.allCases)
    func `read field by field as the published layout has them`(_ golden: GoldenRecord) throws {
        let bytes = try golden.bytes()
        let record = try Record(position: Position(golden.position), bytes: bytes)
        let header = record.header
        let fields = PublishedLayout(bytes)
        #expect(fields[0, 1] == 1)
        #expect(fields[1, 1] == UInt64(header.flags.rawValue))
        #expect(fields[2, 1] == UInt64(header.digest.type.rawValue))
        #expect(fields[3, 1] == UInt64(header.typeVersion))
        #expect(fields[4, 4] == UInt64(header.revision))
        #expect(fields[8, 4] == UInt64(header.ordinal))
        #expect(fields[12, 2] == UInt64(header.digest.traits.rawValue))
        #expect(fields[14, 2] == UInt64(header.batchFollowing))
        #expect(fields[16, 8] == header.previous)
        #expect(fields[24, 8] == UInt64(bitPattern: header.recordedAt))
        #expect(fields[32, 8] == UInt64(bitPattern: header.occurredAt))
        #expect(fields[40, 8] == UInt64(bitPattern: header.digest.amount))
        #expect(fields[48, 8] == eventIDHash(record.id))
        #expect(fields[56, 2] == UInt64(header.digest.currency))
        #expect(fields[58, 1] == UInt64(header.digest.workflow))
        #expect(fields[59, 1] == UInt64(header.digest.method))
        #expect(fields[60, 1] == UInt64(header.digest.variant))
        let texts = fields.texts(from: [
            (61, 1), (62, 2), (71, 1), (70, 1), (64, 2), (66, 2), (68, 2),
        ])
        #expect(texts[0] == record.order && texts[1] == record.id)
        #expect(header.lengths.typeName == 0 ? texts[2] == "" : texts[2] == record.typeName)
        #expect(texts[3] == record.actor && texts[4] == record.source)
        #expect(texts[5] == record.correlation && texts[6] == record.causation)
        #expect(header.recordByteCount == bytes.count)
    }

    @Test(arguments: GoldenRecord.allCases)
    func `are encoded again as they were read`(_ golden: GoldenRecord) throws {
        let bytes = try golden.bytes()
        var again: [UInt8] = []
        try Record(position: Position(1), bytes: bytes).header.encode(into: &again)
        #expect(again == Array(bytes.prefix(RecordHeader.byteCount)))
    }

    @Test
    func `cut short or of another version are not read`() throws {
        let bytes = try GoldenRecord.placed.bytes()
        for count in 0..<bytes.count {
            #expect(throws: LedgerError(.corrupted, "")) {
                try Record(position: Position(1), bytes: Array(bytes.prefix(count)))
            }
        }
        #expect(throws: LedgerError(.corrupted, "")) {
            try Record(position: Position(1), bytes: bytes + [0])
        }
        var newer = bytes
        newer[0] = 2
        #expect(throws: LedgerError(.newerFormat, "")) {
            try Record(position: Position(1), bytes: newer)
        }
    }

    @Test(arguments: [
        ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c),
        ("foobar", 0x8594_4171_f739_67e8), ("é", 0x0ac2_1707_b718_1e01 as UInt64),
    ])
    func `carry the FNV-1a hash of the event id`(text: String, hash: UInt64) {
        #expect(eventIDHash(text) == hash)
        #expect(eventIDHash(text.utf8.span) == hash)
    }
}

/// Reads a record by the published table alone.
private struct PublishedLayout {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The little-endian number of so many bytes at an offset.
    subscript(offset: Int, count: Int) -> UInt64 {
        bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The texts behind the header whose lengths stand at these places.
    func texts(from lengths: [(Int, Int)]) -> [String] {
        var start = 80
        return lengths.map { offset, count in
            let end = start + Int(self[offset, count])
            defer { start = end }
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }
    }
}

/// A record that is kept as bytes in Fixtures, and the events that lead to it.
enum GoldenRecord: String, CaseIterable {
    case genesis, placed, unknown
    case captured = "captured-after"
    case longPersonal = "long-personal"

    var position: UInt64 { self == .genesis ? 1 : self == .captured ? 4 : 2 }

    func append(to store: LogStore) throws {
        let order = #"{"currency":"EUR","total":"30.00"}"#
        switch self {
        case .genesis: break
        case .placed:
            let context = EventContext(
                actor: Actor(kind: .seller, id: "S-1"),
                source: "/shop",
                correlation: "corr",
                causation: "cause"
            )
            let data = """
                {"currency":"EUR","workflow":"dealer","paymentMethod":"account",\
                "fulfilment":"seller","customer":{"id":"C-7","name":"Ann"},"invoiceName":"Lee",\
                "lines":[{"sku":"TEA","quantity":3,"unitPrice":"10.00"}],"own":[1,2.50]}
                """
            let time = ManualClock.start.adding(.seconds(-60))
            store.append(try NewEvent("Größe-1", "e-1", "placed", data, at: time, context: context))
        case .captured:
            let money = #"{"amount":"30.00","reference":"R","method":"card"}"#
            store.append([
                try NewEvent("A-1", "e0", "placed", order),
                try NewEvent("A-2", "e0", "placed", order),
                try NewEvent("A-1", "e1", "paymentCaptured", money),
                try NewEvent("A-2", "e1", "paymentCaptured", money),
            ])
        case .unknown:
            let data = Array(#"{"kg":"1.5"}"#.utf8)
            let builder = OrderBuilder("A-1")
            let event = try NewEvent(
                order: builder.order,
                id: try #require(EventID("e1")),
                typeName: "weighed",
                typeVersion: 7,
                data: data,
                range: data.indices
            )
            store.append(event, policy: .observe)
        case .longPersonal:
            let text = String(repeating: "x", count: 70_000)
            let event = try NewEvent("A-1", "e1", "commented", #"{"text":"\#(text)"}"#)
            store.append(event, policy: .observe)
        }
    }

    func bytes() throws -> [UInt8] { try Self.bytes(ofFile: "v1-\(rawValue)") }

    /// The bytes of a golden file: pairs of hexadecimal digits, and remarks.
    static func bytes(ofFile name: String) throws -> [UInt8] {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "Fixtures/formats/record/\(name).hex")
        let text = try String(contentsOf: file, encoding: .utf8)
        return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .flatMap { $0.split(separator: " ") }
            .map { try #require(UInt8($0, radix: 16)) }
    }
}
