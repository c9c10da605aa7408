import Foundation
import Orders
import Testing

@testable import Interchange

/// The workflows of the build as files, and what comes of files that somebody changed.
@Suite("Workflows as YAML")
struct WorkflowYAMLTests {
    private static let names = Workflow.allBuiltIn.map(\.name)

    private static func read(_ text: String) throws -> WorkflowFile {
        try WorkflowFile(yaml: Array(text.utf8), file: "shop.yaml")
    }

    @Test(arguments: names)
    func `a workflow of the build survives the way through its file`(name: String) throws {
        let workflow = try #require(Workflow.builtIn(named: name))
        let file = try Self.read(workflow.yaml)
        #expect(file.tables == workflow.tables)
        #expect(file.faults.isEmpty)
        let read = try file.workflow(code: workflow.code)
        #expect(read.statusRows == workflow.statusRows)
        #expect(read.tabs == workflow.tabs)
        #expect(read.colourRows == workflow.colourRows)
        #expect(read.permissionRows == workflow.permissionRows)
        #expect(read.derivations == workflow.derivations)
        #expect(read.yaml == workflow.yaml)
        #expect(workflow.yaml.split(separator: "\n").allSatisfy { $0.count <= 110 })
    }

    @Test func `a tampered file is refused with the line`() throws {
        var lines = Workflow.dealer.yaml.split(separator: "\n", omittingEmptySubsequences: false)
        let changed = try #require(lines.lastIndex { $0.hasSuffix("required: [dispatched]") })
        lines[changed] = "    required: [delivered]"
        let faults = try Self.read(lines.joined(separator: "\n")).faults
        #expect(faults.map(\.line) == [changed + 1])
        #expect(faults[0].sentence.contains("differs from the workflow dealer"))
        #expect(throws: FileFaults.self) {
            try Self.read(lines.joined(separator: "\n")).workflow(code: .dealer)
        }
    }

    @Test func `a copy under a name of its own is taken`() throws {
        for name in Self.names {
            let text = try #require(Workflow.builtIn(named: name)).yaml
                .replacing("workflow: \(name)\n", with: "workflow: mine\n")
            let file = try Self.read(text)
            #expect(file.faults.isEmpty)
            #expect(try file.workflow(code: .marketplace).name == "mine")
        }
    }

    @Test func `a row taken away or moved is refused or sound, and never another file's`() throws {
        let lines = Workflow.webshop.yaml.split(separator: "\n", omittingEmptySubsequences: false)
        for index in lines.indices where !lines[index].hasPrefix("#") && !lines[index].isEmpty {
            var fewer = lines
            fewer.remove(at: index)
            do {
                let file = try Self.read(fewer.joined(separator: "\n"))
                #expect(!file.faults.isEmpty, "without line \(index + 1): \(lines[index])")
            } catch let fault as FileFault {
                #expect(fault.line > 0 && fault.line <= lines.count)
            }
        }
    }

    @Test func `random changes are refused, or leave tables that survive the round trip`() throws {
        let given = ProcessInfo.processInfo.environment["ORDERS_SEED"].flatMap { UInt64($0) }
        let seed = given ?? 0x7AB1E
        print("seed \(seed): random changes of workflow files")
        var generator = SeededGenerator(seed: seed)
        var sound = 0
        var refused = 0
        for _ in 0..<500 {
            let text = Self.changed(&generator)
            do {
                let file = try Self.read(text)
                guard file.faults.isEmpty else {
                    refused += 1
                    continue
                }
                let workflow = try file.workflow(code: .marketplace)
                #expect(Workflow.faults(in: workflow.tables) == [], "seed \(seed)")
                #expect(try Self.read(workflow.yaml).tables == workflow.tables, "seed \(seed)")
                sound += 1
            } catch is FileFault {
                refused += 1
            }
        }
        #expect(sound > 30, "\(sound) sound, \(refused) refused")
        #expect(refused > 150, "\(sound) sound, \(refused) refused")
    }

    /// The file of some workflow under a name of its own, with a few bytes, words or lines changed.
    private static func changed(_ generator: inout SeededGenerator) -> String {
        let name = names.randomElement(using: &generator) ?? ""
        let workflow = Workflow.builtIn(named: name) ?? .dealer
        var text = workflow.yaml.replacing("workflow: \(name)\n", with: "workflow: mine\n")
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            switch Int.random(in: 0...3, using: &generator) {
            case 0: changeByte(of: &text, &generator)
            case 1: changeLine(of: &text, &generator)
            default: changeWord(of: &text, &generator)
            }
        }
        return text
    }

    private static func changeByte(of text: inout String, _ generator: inout SeededGenerator) {
        var scalars = Array(text.unicodeScalars)
        let index = Int.random(in: scalars.indices, using: &generator)
        let other: [Unicode.Scalar] = [
            " ", "\n", ":", "-", "[", "]", "{", "\"", "'", "#", "&", "*", "!", "|", ">", "%", "\t",
            "a", "Z", "é", "\u{2028}", "\u{7F}", "~", "?",
        ]
        scalars[index] = other.randomElement(using: &generator) ?? " "
        var changed = String.UnicodeScalarView()
        changed.append(contentsOf: scalars)
        text = String(changed)
    }

    private static func changeLine(of text: inout String, _ generator: inout SeededGenerator) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let from = Int.random(in: lines.indices, using: &generator)
        let line = lines[from]
        if Bool.random(using: &generator) { lines.remove(at: from) }
        let to = Int.random(in: 0...lines.count, using: &generator)
        if Bool.random(using: &generator) { lines.insert(line, at: to) }
        text = lines.joined(separator: "\n")
    }

    /// One fact for another: a change that is often as good as what stood there.
    private static func changeWord(of text: inout String, _ generator: inout SeededGenerator) {
        let facts = FactSet.publicNames
        let from = facts.randomElement(using: &generator) ?? ""
        let to = facts.randomElement(using: &generator) ?? ""
        let places = text.ranges(of: from)
        guard let place = places.randomElement(using: &generator) else { return }
        text.replaceSubrange(place, with: to)
    }

    @Test func `whatever text a row has, it comes back`() throws {
        var generator = SeededGenerator(seed: 0x7E47)
        for _ in 0..<500 {
            let members = (0..<4).map { index in
                JSONValue.Member("m\(index)", .string(generator.text(12)))
            }
            let value = JSONValue.object([
                JSONValue.Member("rows", .array([.object(members), .string(generator.text(9))])),
                JSONValue.Member("words", .array(members.map(\.value))),
                JSONValue.Member("none", .array([])), JSONValue.Member("is", .bool(false)),
                JSONValue.Member("text", .string(generator.text(40))),
            ])
            guard case .object(let all) = value else { return }
            var writer = YAMLWriter()
            writer.document(all, comments: ["words": "some words"])
            #expect(try Self.read(writer.text).tables == value, "\(writer.text)")
        }
    }

    @Test func `long lists are broken over lines and come back`() throws {
        let words = (0..<60).map { JSONValue.string("word\($0)") }
        let members = [JSONValue.Member("words", .array(words))]
        var writer = YAMLWriter()
        writer.document(members, comments: [:])
        #expect(writer.text.split(separator: "\n").count > 4)
        #expect(writer.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(try Self.read(writer.text).tables == .object(members))
    }
}
