import Foundation
import Orders
import Testing

@testable import EventLog
@testable import Interchange

@Suite("Sealed parts in CloudEvents")
struct SealedLineTests {
    @Test(arguments: 0..<30 as Range<UInt64>)
    func `are read as the same bytes, whether the ledger that wrote them had the key or not`(
        _ seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        var sealedCount = 0
        while sealedCount < 20 {
            let event = try EventSource.event(&random)
            guard event.body.isOpen else { continue }
            sealedCount += 1
            let length = event.payload.personalPart.count + SealedPart.overhead
            let sealed = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            let body = RecordBody(event.body, sealing: sealed)
            let record = try RecordMaker().record(event, body)
            for payload in [event.payload, event.payload.onlyPublic] {
                var line: [UInt8] = []
                CloudEventsWriter().append(RecordSlice(record), payload, sealed: sealed, to: &line)
                let text = String(decoding: line.dropLast(), as: UTF8.self)
                guard case .event(let restored) = read(text, for: .restoring) else {
                    Issue.record("seed \(seed): \(read(text, for: .restoring)) in \(text)")
                    continue
                }
                #expect(restored.event.body.bytes == Array(record.bytes.dropFirst(80)))
                #expect(restored.event.body.flags == record.header.flags)
                #expect(restored.event.body.lengths == record.header.lengths)
                #expect(restored.event.body.sealedPart == sealed)
                #expect(restored.event.payload == event.payload.onlyPublic)
            }
            var line: [UInt8] = []
            CloudEventsWriter().append(
                RecordSlice(record),
                event.payload,
                sealed: sealed,
                to: &line
            )
            guard case .event(let imported) = read(String(decoding: line.dropLast(), as: UTF8.self))
            else {
                Issue.record("seed \(seed): not imported")
                continue
            }
            #expect(imported.event.payload == event.payload, "importing passes sealed parts over")
        }
    }

    @Test(arguments: [#""no base64!""#, #""AAAA""#, #""""#, "7"])
    func `that can be none are malformed`(_ value: String) {
        let line = """
            {"specversion":"1.0","id":"a","type":"order.commented","subject":"o","data":{},\
            "sequence":"2","recordedtime":"2026-01-31T10:00:00Z","sealed":\(value)}
            """
        guard case .malformed = read(line, for: .restoring) else {
            Issue.record("\(value) was read")
            return
        }
    }
}
