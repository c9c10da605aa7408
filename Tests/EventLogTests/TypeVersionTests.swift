import LedgerTesting
import Orders
import Testing

@testable import EventLog

/// Check 41: the golden bytes of every version of a type stay readable.
@Suite struct `The bytes of every version of a type` {
    private static let versions: [(version: UInt8, data: String)] = [
        (1, #"{"kg":"1.5"}"#), (2, #"{"grams":"1600"}"#), (3, #"{"grams":"1700","scale":"S-1"}"#),
    ]

    private static func evolution() throws -> EventEvolution {
        try EventEvolution([
            EventEvolution.Step("weighed", from: 1) { data in
                data.merged(with: .object([.init("kg", .null), .init("grams", .string("1500"))]))
            },
            EventEvolution.Step("weighed", from: 2) { data in
                data.merged(with: .object([.init("scale", .string("unknown"))]))
            },
        ])
    }

    @Test(arguments: versions.map(\.version))
    func `check 41: are those of the golden file`(version: UInt8) throws {
        let ledger = try TemporaryLedger(isPlain: true)
        let data = Array(Self.versions[Int(version) - 1].data.utf8)
        let event = try NewEvent(
            order: OrderBuilder("A-1").order,
            id: try #require(EventID("e1")),
            typeName: "weighed",
            typeVersion: version,
            data: data,
            range: data.indices
        )
        #expect(ledger.store.append(event, policy: .observe).isNew)
        let golden = try GoldenRecord.bytes(ofFile: "v1-weighed-\(version)")
        #expect(try ledger.store.snapshot().record(at: 2).bytes == golden)
    }

    @Test(arguments: [
        (1, #"{"grams":"1500","scale":"unknown"}"#), (2, #"{"grams":"1600","scale":"unknown"}"#),
        (3, #"{"grams":"1700","scale":"S-1"}"#),
    ])
    func `check 41: are read as the newest version has them`(version: Int, read: String) throws {
        let bytes = try GoldenRecord.bytes(ofFile: "v1-weighed-\(version)")
        let record = try Record(position: Position(2), bytes: bytes)
        let payload = Payload(publicPart: Array(record.storedPublicPart), personalPart: [])
        let event = try StoredEvent(record, payload: payload, evolution: Self.evolution())
        #expect(String(decoding: event.data, as: UTF8.self) == read)
        #expect(event.typeVersion == 3)
        #expect(event.recordedVersion == UInt8(version))
        #expect(event.recordedData == Array(record.storedPublicPart))
    }

    @Test func `check 42: of a newer build are kept, named, and count for nothing`() throws {
        let bytes = try GoldenRecord.bytes(ofFile: "v1-newer")
        let record = try Record(position: Position(2), bytes: bytes)
        #expect(record.header.digest.type == .unknown)
        #expect(record.header.typeVersion == 2)
        #expect(record.typeName == "delivered")
        let payload = Payload(publicPart: Array(record.storedPublicPart), personalPart: [])
        let event = try RecordedEvent(record, payload: payload)
        #expect(event.event == .unknown(name: "delivered"))
        let stored = try StoredEvent(record, payload: payload, evolution: .builtIn)
        #expect(stored.familiarity == .newer(than: 1))
        #expect(String(decoding: stored.data, as: UTF8.self) == #"{"drone":"D-1"}"#)
    }
}
