import Foundation
import Testing

/// What `--follow` shows while other processes append, and how it ends.
@Suite("Following at the command line")
struct FollowTests {
    private let shop: FollowedShop

    init() throws { shop = try FollowedShop() }

    @Test(arguments: [SIGINT, SIGTERM])
    func `log goes on with what another process records, until a signal ends it`(
        signal: Int32
    ) throws {
        let follower = try shop.follow("log", "--from", "2", "--type", "commented")
        try shop.record("A", "placed", #"{"currency":"EUR","total":"5.00"}"#)
        for text in ["one", "two"] { try shop.record("A", "commented", #"{"text":"\#(text)"}"#) }
        let first = try #require(follower.line())
        #expect(first.contains(#""sequence":"3""#) && first.contains(#""text":"one""#))
        #expect(follower.line()?.contains(#""sequence":"4""#) == true)
        #expect(follower.end(by: signal) == 0)
        #expect(follower.line() == nil, "the last line was whole")
        #expect(follower.notes == "")
    }

    @Test func `orders tells what is listed, and what enters, changes and leaves`() throws {
        try shop.record("A", "placed", #"{"currency":"EUR","total":"5.00"}"#)
        let follower = try shop.follow("orders", "--tab", "toCheck", "--format", "jsonl")
        #expect(follower.line()?.hasPrefix(#"{"change":"listed","order":"A","#) == true)
        try shop.record("B", "placed", #"{"currency":"EUR","total":"7.00"}"#)
        try shop.record("A", "commented", #"{"text":"call back"}"#)
        try shop.record("A", "paymentCaptured", #"{"amount":"5.00"}"#)
        let told = ["entered|3|B|7.00", "changed|4|A|5.00", "left|5|A|5.00"]
        for expected in told {
            let line = try #require(follower.line())
            let row = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            )
            let words = ["change", "cause", "order", "total"].map { "\(row[$0] ?? "")" }
            #expect(words.joined(separator: "|") == expected)
        }
        #expect(follower.end(by: SIGTERM) == 0)
    }

    @Test func `a reader who goes away ends it quietly, though nothing comes`() throws {
        let follower = try shop.follow("log")
        #expect(follower.line()?.contains("ledger/created") == true)
        follower.stopReading()
        #expect(follower.end() == 0)
        #expect(follower.notes == "")
    }

    @Test func `rows of --limit end it`() throws {
        let follower = try shop.follow("log", "--limit", "2")
        #expect(follower.line()?.contains("ledger/created") == true)
        try shop.record("A", "placed", #"{"currency":"EUR","total":"5.00"}"#)
        #expect(follower.line()?.contains("order.placed") == true)
        #expect(follower.end() == 0)
        #expect(follower.line() == nil)
    }
}

/// A ledger in a folder of its own, followed by one process and appended to by others.
final class FollowedShop {
    private let folder: URL
    private let tool = URL(filePath: CommandRun.products).appending(path: "orderledger")

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "orderledger-follow-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try run("init")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = tool
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ["HOME": folder.path, "LANG": "C.UTF-8"]
        process.standardInput = FileHandle.nullDevice
        return process
    }

    private func run(_ arguments: String...) throws {
        let process = process(arguments + ["--quiet"])
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    func record(_ order: String, _ event: String, _ data: String) throws {
        try run("record", order, event, "--data", data)
    }

    func follow(_ arguments: String...) throws -> Follower {
        try Follower(process([arguments[0], "--follow"] + arguments.dropFirst()))
    }
}

/// A process that follows, of which the output is read line by line.
final class Follower {
    private let process: Process
    private let output = Pipe()
    private let errors = Pipe()
    private var bytes: [UInt8] = []
    private let watchdog: any DispatchSourceTimer

    /// The time after which a process that does not end by itself is killed, which fails its test.
    private static let patience = DispatchTimeInterval.seconds(120)

    init(_ process: Process) throws {
        self.process = process
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let id = process.processIdentifier
        watchdog = DispatchSource.makeTimerSource()
        watchdog.setEventHandler { kill(id, SIGKILL) }
        watchdog.schedule(deadline: .now() + Self.patience)
        watchdog.resume()
    }

    deinit {
        watchdog.cancel()
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// The next line; nothing where the process ended behind a whole one.
    func line() -> String? {
        while true {
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                defer { bytes.removeSubrange(...end) }
                return String(decoding: bytes[..<end], as: UTF8.self)
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { break }
            bytes += more
        }
        guard !bytes.isEmpty else { return nil }
        defer { bytes = [] }
        return "cut off: " + String(decoding: bytes, as: UTF8.self)
    }

    func stopReading() { try? output.fileHandleForReading.close() }

    /// Waits for the end, which a signal may bring about; gives the exit code.
    func end(by signal: Int32? = nil) -> Int32 {
        if let signal { kill(process.processIdentifier, signal) }
        process.waitUntilExit()
        watchdog.cancel()
        return process.terminationReason == .exit ? process.terminationStatus : -1
    }

    /// What was written to standard error, once the process has ended.
    var notes: String {
        let data = errors.fileHandleForReading.readDataToEndOfFile()
        return String(decoding: data, as: UTF8.self)
    }
}
