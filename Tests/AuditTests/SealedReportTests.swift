import Audit
import Foundation
import LedgerTesting
import Orders
import Testing

@Suite struct `Reports that carry their hash` {
    private static let report = Array(
        #"{"b":1,"a":{"z":"ü\"\\\n\u0001/","y":[true,null,-3]},"10":"","é":"","f":[]}"#.utf8
    )

    @Test func `the hash is that of the sorted JSON without it`() throws {
        let sealed = try SealedReport(sealing: Array(#"{"b":1,"a":[2]}"#.utf8))
        // printf '{"a":[2],"b":1}' | sha256sum
        #expect(sealed.sha256.count == 64)
        let text = String(decoding: sealed.json, as: UTF8.self)
        #expect(text == #"{"b":1,"a":[2],"sha256":"\#(sealed.sha256)"}"#)
        #expect(SealedReport.isIntact(sealed.json))
    }

    @Test func `python computes the same`() throws {
        let sealed = try SealedReport(sealing: Self.report)
        let program = """
            import hashlib, json, sys
            report = json.loads(sys.argv[1])
            report.pop("sha256")
            text = json.dumps(report, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            print(hashlib.sha256(text.encode()).hexdigest())
            """
        let report = String(decoding: sealed.json, as: UTF8.self)
        guard let outcome = try ExternalTool.run(["python3", "-c", program, report]) else { return }
        #expect(outcome.text == sealed.sha256 + "\n")
    }

    @Test func `a change of any byte shows`() throws {
        let sealed = try SealedReport(sealing: Self.report)
        for index in sealed.json.indices {
            var changed = sealed.json
            changed[index] ^= 1
            #expect(!SealedReport.isIntact(changed), "byte \(index)")
        }
    }

    @Test func `what is no object is no report`() {
        #expect(throws: JSONError.self) { try SealedReport(sealing: Array("[1]".utf8)) }
    }
}
