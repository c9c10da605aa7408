import Foundation
import Testing

@testable import Interchange

@Suite("Malformed lines")
struct MalformedLineTests {
    /// Files named by what is wrong, each beside the complaints that it must give.
    static let cases = Fixtures.names(in: "malformed", ending: ".jsonl")

    @Test func `there are files to read`() {
        #expect(Self.cases.count > 50)
    }

    @Test(arguments: cases)
    func `a complaint names line, column and what is wrong`(_ name: String) throws {
        let file = InputFile(
            Fixtures.cloudEvents.appendingPathComponent("malformed/\(name).jsonl").path
        )
        let contents = try Contents(file)
        let complaints = contents.complaints.map { $0 + "\n" }.joined()
        if let path = ProcessInfo.processInfo.environment["ORDERLEDGER_WRITE_GOLDEN"] {
            try complaints.write(
                toFile: "\(path)/malformed/\(name).expected",
                atomically: true,
                encoding: .utf8
            )
        }
        #expect(complaints == (try Fixtures.text("malformed/\(name).expected")))
        #expect(contents.malformed.allSatisfy { $0.file == file.path })
    }

    @Test func `what stands around a broken line is read`() throws {
        let path = Fixtures.cloudEvents.appendingPathComponent("malformed").path
        let lines = try Contents(InputFile(path + "/broken-line-between-good-ones.jsonl"))
        #expect(lines.ids == ["e-1", "e-3"])
        let batch = try Contents(InputFile(path + "/batch-element-with-wrong-data.jsonl"))
        #expect(batch.ids == ["e-1", "e-3"])
    }
}
