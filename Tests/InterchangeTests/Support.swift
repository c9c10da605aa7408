import Foundation
import Orders

@testable import EventLog
@testable import Interchange

/// A folder of files for one test, removed when the test lets go of it.
final class Files {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("interchange-" + UUID().uuidString)

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Makes a file.
    func make(_ name: String, _ bytes: some Sequence<UInt8>) throws -> InputFile {
        let file = folder.appendingPathComponent(name)
        try Data(bytes).write(to: file)
        return InputFile(file.path)
    }

    /// The path of a file that need not be there.
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
}

/// Files that stand beside the sources.
enum Fixtures {
    static let cloudEvents = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/formats/cloudevents")

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: cloudEvents.appendingPathComponent(name)))
    }

    static func text(_ name: String) throws -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }

    /// The names of a folder's files with an ending, without it.
    static func names(in folder: String, ending: String) -> [String] {
        let path = cloudEvents.appendingPathComponent(folder).path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }
            .sorted()
    }
}

/// Everything that a file gives, read to its end or to the error that ends it.
struct Contents {
    var lines: [ReadLine] = []
    var texts: [String] = []
    var blocks: [LineBlock] = []
    var error: InputError?

    init(
        _ file: InputFile,
        limits: LineSource.Limits = .init(),
        purpose: CloudEventsReader.Purpose = .importing,
    ) throws {
        let reader = CloudEventsReader(for: purpose)
        do {
            var source = try LineSource(file, limits: limits)
            while let block = try source.nextBlock() {
                blocks.append(block)
                for item in block.items {
                    lines.append(reader.read(item, of: block))
                    texts.append(String(decoding: block.bytes[item.range], as: UTF8.self))
                }
            }
        } catch let error as InputError {
            self.error = error
        }
    }

    var events: [ReadEvent] {
        lines.compactMap { if case .event(let event) = $0 { event } else { nil } }
    }

    var ids: [String] { events.map { $0.event.id.rawValue } }

    var malformed: [MalformedLine] {
        lines.compactMap { if case .malformed(let line) = $0 { line } else { nil } }
    }

    /// The complaints as `line:column: message`.
    var complaints: [String] { malformed.map { "\($0.line):\($0.column): \($0.message)" } }
}

/// Reads one line given as text.
func read(_ text: String, for purpose: CloudEventsReader.Purpose = .importing) -> ReadLine {
    let bytes = Array(text.utf8)
    let item = LineBlock.Item(range: bytes.indices, line: 1, column: 1, fault: nil)
    let block = LineBlock(file: "line", bytes: bytes, items: [item], bytesRead: bytes.count)
    return CloudEventsReader(for: purpose).read(item, of: block)
}

/// A line with an event that any order takes.
func line(_ id: String, order: String = "1001", text: String = "hello") -> String {
    #"{"specversion":"1.0","id":"\#(id)","source":"/test","type":"order.commented","#
        + #""subject":"\#(order)","time":"2026-01-31T09:00:00Z","data":{"text":"\#(text)"}}"#
}

/// Compresses bytes by the program that the reader uses the other way round.
func gzip(_ bytes: some Sequence<UInt8>) throws -> [UInt8] {
    let process = Process()
    let input = Pipe()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-c"]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let data = Data(bytes)
    let writer = Thread {
        try? input.fileHandleForWriting.write(contentsOf: data)
        try? input.fileHandleForWriting.close()
    }
    writer.start()
    let compressed = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Array(compressed)
}
