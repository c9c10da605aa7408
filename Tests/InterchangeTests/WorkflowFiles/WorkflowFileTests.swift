import Foundation
import Orders
import Testing

@testable import Interchange

/// Files with the tables of workflows, read as people write them.
@Suite("Workflow files")
struct WorkflowFileTests {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/formats/workflow")

    private static func names(in folder: String) -> [String] {
        let path = Self.folder.appending(path: folder).path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// Compares complaints with those that stand beside a file, or writes them down there.
    private static func expect(_ complaints: [String], _ name: String) throws {
        let file = folder.appending(path: name + ".expected")
        let text = complaints.map { $0 + "\n" }.joined()
        if ProcessInfo.processInfo.environment["ORDERLEDGER_WRITE_FIXTURES"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)))
    }

    static func read(_ name: String) throws -> WorkflowFile {
        let data = try Data(contentsOf: folder.appending(path: name + ".yaml"))
        return try WorkflowFile(yaml: Array(data), file: name + ".yaml")
    }

    @Test(arguments: names(in: "faulty"))
    func `a fault names file, line, column and what is wrong`(_ name: String) throws {
        let faults = try Self.read("faulty/" + name).faults
        #expect(!faults.isEmpty)
        try Self.expect(faults.map(\.description), "faulty/" + name)
    }

    @Test(arguments: names(in: "unreadable"))
    func `what is no document is refused at its place`(_ name: String) throws {
        let fault = try #require(throws: FileFault.self) { try Self.read("unreadable/" + name) }
        try Self.expect([fault.description], "unreadable/" + name)
    }

    @Test func `every code of a fault has a file`() throws {
        var codes = Set<Workflow.Fault.Code>()
        for name in Self.names(in: "faulty") {
            let tables = try Self.read("faulty/" + name).tables
            codes.formUnion(Workflow.faults(in: tables).map(\.code))
        }
        let all: Set<Workflow.Fault.Code> = [
            .wrongType, .missing, .unknownMember, .badName, .badText, .tooMany, .duplicate,
            .unknownFact, .unknownEvent, .unknownStatus, .unknownCode, .unknownCondition,
            .senselessCondition,
            .contradictoryRow, .deadRow, .factsWithoutStatus, .statusWithoutRow,
            .contradictoryPermission, .refusedAlways, .unlikeBuiltIn,
        ]
        #expect(all.subtracting(codes).isEmpty)
    }

    @Test func `a shop of the user's own is sound and judges as its file says`() throws {
        let file = try Self.read("repair-shop")
        #expect(file.faults.isEmpty)
        let workflow = try file.workflow(code: .marketplace)
        #expect(workflow.name == "repair-shop")
        #expect(workflow.statusNames.count == 11)
        #expect(workflow.veils == 1)
        #expect(workflow.tabNames == ["bench", "parts", "call", "money", "history"])
        #expect(workflow.statusRows[9].sentence == "placed")
        #expect(workflow.permissionRows.last?.condition == .partialAmount)
        #expect(workflow.colourRows[0].message == "Overdue: call again")
        let written = try WorkflowFile(yaml: Array(workflow.yaml.utf8), file: "written")
        #expect(written.tables == workflow.tables)
    }

    @Test func `larger files and files that are not there are turned away`() throws {
        let large = [UInt8](repeating: UInt8(ascii: "#"), count: WorkflowFile.bytesMax + 1)
        #expect(throws: FileFault.self) { try WorkflowFile(yaml: large, file: "large") }
        let files = try Files()
        let path = try files.make("large.yaml", large).path
        #expect(throws: FileFault.self) { try WorkflowFile(path) }
        let error = #expect(throws: InputError.self) {
            try WorkflowFile(files.path("nowhere.yaml"))
        }
        #expect(error?.code == .noSuchFile)
    }

    @Test(arguments: [
        String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000),
        String(repeating: "{a: ", count: 100_000), String(repeating: "? ", count: 100_000),
        String(repeating: "- [a, ", count: 5_000) + "\n",
    ])
    func `deep nesting is refused`(text: String) {
        #expect(throws: FileFault.self) { try WorkflowFile(yaml: Array(text.utf8), file: "deep") }
    }

    @Test func `nesting within YAML's limit is read, and is no workflow`() throws {
        let text = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
        let file = try WorkflowFile(yaml: Array(text.utf8), file: "deep")
        #expect(file.faults.map(\.line) == [1])
    }

    @Test func `scalars keep their text`() throws {
        let text = """
            a: yes
            b: 0012.50
            c: "true"
            d: true
            e: ~
            f: !!str false
            g: 'it''s'
            """
        let file = try WorkflowFile(yaml: Array(text.utf8), file: "scalars")
        let tables = file.tables
        #expect(tables["a"] == .string("yes"))
        #expect(tables["b"] == .string("0012.50"))
        #expect(tables["c"] == .string("true"))
        #expect(tables["d"] == .bool(true))
        #expect(tables["e"] == .null)
        #expect(tables["f"] == .string("false"))
        #expect(tables["g"] == .string("it's"))
    }
}
