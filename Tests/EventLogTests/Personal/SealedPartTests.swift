import Crypto
import Foundation
import LMDB
import LedgerTesting
import Orders
import Testing

@testable import EventLog

@Suite
struct `A sealed personal part` {
    private let key = SealedFixture.key
    private let place: SealedPlace
    private let part = Array(#"{"customer":{"name":"Ann"},"invoiceName":"Lee"}"#.utf8)
    private let sealed: [UInt8]

    init() throws {
        place = SealedPlace(try NewEvent("Größe-1", "e-1", "accepted"))
        sealed = try SealedPart.seal(part, with: key, nonce: SealedFixture.nonce, as: place)
    }

    @Test
    func `has the bytes that another program made of the same`() throws {
        let golden = try SealedFixture.record()
        #expect(golden.isSealed)
        #expect(Array(golden.storedPersonalPart) == sealed)
        #expect(golden.header.lengths.personalPart == part.count + SealedPart.overhead)
    }

    @Test
    func `makes a record of the bytes of the golden file`() throws {
        let ledger = try TemporaryLedger(isPlain: true)
        try GoldenRecord.placed.append(to: ledger.store)
        let plain = try ledger.store.snapshot().record(at: 2)
        let event = try SealedFixture.event()
        let place = RecordPlace(
            ordinal: 1,
            revision: 0,
            previous: 0,
            recordedAt: plain.header.recordedAt,
            batchFollowing: 0
        )
        var bytes: [UInt8] = []
        _ = Record.encode(
            event,
            RecordBody(event.body, sealing: sealed),
            digest: plain.header.digest,
            at: place,
            into: &bytes
        )
        #expect(bytes == (try SealedFixture.record().bytes))
    }

    @Test
    func `opens to what was sealed`() throws {
        let stored = try #require(SealedPart(sealed))
        #expect(stored.keyID == key.id)
        #expect(try stored.open(with: key, as: place) == part)
    }

    @Test
    func `does not open in another order, under another event id, or where the two are shifted`()
        throws
    {
        let stored = try #require(SealedPart(sealed))
        for (order, id) in [("Größe-2", "e-1"), ("Größe-1", "e-2"), ("Größe-1e", "-1")] {
            let other = SealedPlace(try NewEvent(order, id, "accepted"))
            #expect(throws: LedgerError(.corrupted, "")) { try stored.open(with: key, as: other) }
        }
    }

    @Test
    func `does not open when any of its bits is flipped`() throws {
        for index in KeyID.byteCount..<sealed.count {
            for bit in 0..<8 {
                var bytes = sealed
                bytes[index] ^= 1 << UInt8(bit)
                let stored = try #require(SealedPart(bytes))
                #expect(throws: LedgerError(.corrupted, "")) {
                    try stored.open(with: key, as: place)
                }
            }
        }
        for count in 0..<SealedPart.overhead { #expect(SealedPart(Array(sealed[..<count])) == nil) }
    }

    @Test
    func `does not open with another key of the same name`() throws {
        let other = DataKey(id: key.id, secret: SymmetricKey(size: .bits256))
        let stored = try #require(SealedPart(sealed))
        #expect(throws: LedgerError(.corrupted, "")) { try stored.open(with: other, as: place) }
    }

    @Test
    func `is opened by a program that knows the published format alone`() throws {
        let script = """
            import sys
            try:
                from cryptography.hazmat.primitives.ciphers.aead import AESGCM
            except ImportError:
                print('SKIP'); sys.exit()
            sealed, order, event = bytes.fromhex(sys.argv[1]), sys.argv[2].encode(), sys.argv[3].encode()
            data = bytes([len(order)]) + order + event
            print(AESGCM(bytes(range(32))).decrypt(sealed[16:28], sealed[28:], data).decode())
            """
        let digits = sealed.map { String(format: "%02x", $0) }.joined()
        guard let python = ExternalTool("python3") else { try Test.cancel("there is no python3") }
        let text = try python.run("-c", script, digits, place.order, place.id).text
        guard text != "SKIP\n" else { try Test.cancel("python3 has no module cryptography") }
        #expect(text == String(decoding: part, as: UTF8.self) + "\n")
    }

    @Test
    func `has a nonce that is another each time`() {
        var nonces = Set<[UInt8]>()
        for _ in 0..<50 {
            var some = Nonces()
            for _ in 0..<200 { nonces.insert(some.next()) }
        }
        #expect(nonces.count == 10_000)
        #expect(nonces.allSatisfy { $0.count == 12 })
    }
}

/// The key, nonce and event of `v1-sealed.hex`.
enum SealedFixture {
    static let key = DataKey(
        id: KeyID(.customer("C-7"), since: 2),
        secret: SymmetricKey(data: Array(0..<32 as Range<UInt8>))
    )
    static let nonce = Array(0xa0..<0xac as Range<UInt8>)

    static func record() throws -> Record {
        try Record(position: Position(2), bytes: GoldenRecord.bytes(ofFile: "v1-sealed"))
    }

    /// The event of the record that it was made from.
    static func event() throws -> NewEvent {
        let ledger = try TemporaryLedger(isPlain: true)
        try GoldenRecord.placed.append(to: ledger.store)
        let snapshot = try ledger.store.snapshot()
        let record = try snapshot.record(at: 2)
        let data = String(decoding: try snapshot.payload(of: record).merged(), as: UTF8.self)
        return try NewEvent(
            record.order,
            record.id,
            record.typeName,
            data,
            at: record.occurredAt,
            context: EventContext(
                actor: Actor(kind: .seller, id: "S-1"),
                source: record.source,
                correlation: record.correlation,
                causation: record.causation
            )
        )
    }
}
