import Foundation
import Synchronization

/// A child process of this program that checks a ledger, so that damage to the file can end it
/// without ending us.
final class CheckProcess {
    private let process = Process()
    private let output = Pipe()
    private let signs: LifeSigns

    /// The longest time that a check may stand still.
    static let defaultPatience = 60
    /// The environment's word for another time, in seconds.
    static let patienceVariable = "ORDERLEDGER_PATIENCE"

    /// - Parameter arguments: those of the command that checks, with its name.
    init(_ arguments: [String]) throws {
        var environment = ProcessInfo.processInfo.environment
        let given = environment[Self.patienceVariable].flatMap { Int($0) }
        signs = LifeSigns(patience: .seconds(given ?? Self.defaultPatience))
        // A crash is an answer here and wants no story.
        environment["SWIFT_BACKTRACE"] = "enable=no"
        process.executableURL = try Self.program
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardOutput = output
    }

    private static var program: URL {
        get throws {
            let link = "/proc/self/exe"
            return URL(
                fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: link)
            )
        }
    }

    /// Runs the check to its end, however it ends.
    ///
    /// - Parameter progressed: hears how far it has come.
    /// - Throws: a failure where the check could not begin.
    func run(progressed: (_ done: Int, _ total: Int) -> Void) throws -> CheckOutcome {
        do { try process.run() } catch {
            throw CommandFailure(
                .inputOutput,
                "the process that checks cannot be started: \(error)"
            )
        }
        let watch = signs.watch(process.processIdentifier)
        defer { watch.cancel() }
        var outcome = CheckOutcome()
        var hasEnded = false
        var lines = LineReader(output.fileHandleForReading)
        var part = (done: 0, total: 0)
        while let line = try lines.next() {
            signs.note()
            // A line that is cut off is the last sign of a process that was ended.
            guard let message = try? CheckMessage(line: line) else { continue }
            switch message {
            case .progress(let done, let total):
                part = (done, total)
                outcome.events = total / 2
                progressed(done, total)
            case .fault(let fault): outcome.add(fault)
            case .end(let events, let root, let count, let against):
                hasEnded = true
                outcome.events = events
                outcome.root = root
                outcome.against = against
                outcome.faultCount = count
            case .failure(let status, let sentence):
                process.waitUntilExit()
                throw CommandFailure(ExitStatus(rawValue: status) ?? .inputOutput, sentence)
            }
        }
        process.waitUntilExit()
        signs.end()
        if !hasEnded { outcome.add(ending(after: part)) }
        outcome.sort()
        return outcome
    }

    /// What it means that the process ended without an answer.
    private func ending(after part: (done: Int, total: Int)) -> CheckedFault {
        let share = part.total == 0 ? 0 : part.done * 100 / part.total
        let how =
            if signs.wasStuck {
                "stood still for \(signs.patience.components.seconds) seconds and was ended"
            } else if process.terminationReason == .uncaughtSignal {
                "crashed (signal \(process.terminationStatus))"
            } else {
                "ended with status \(process.terminationStatus)"
            }
        return CheckedFault(
            position: nil,
            what: "the file is damaged: the check of it \(how) after \(share) % of its work; "
                + "restore a backup"
        )
    }
}

/// When a process gave its last sign of life; ends it once that is too long ago.
private final class LifeSigns: Sendable {
    /// The longest time without a sign.
    let patience: Duration
    private let last = Mutex<ContinuousClock.Instant>(.now)
    private let isOver = Atomic<Bool>(false)
    private let isStuck = Atomic<Bool>(false)

    init(patience: Duration) { self.patience = patience }

    /// Whether the process was ended.
    var wasStuck: Bool { isStuck.load(ordering: .acquiring) }

    func note() { last.withLock { $0 = .now } }

    /// The process is about to end by itself.
    func end() { isOver.store(true, ordering: .releasing) }

    /// Watches a process from now on, until the timer is cancelled.
    func watch(_ identifier: Int32) -> any DispatchSourceTimer {
        note()
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now() + 0.2, repeating: 0.2)
        timer.setEventHandler { [self] in
            let isLate = last.withLock { .now - $0 > patience }
            guard isLate, !isOver.load(ordering: .acquiring) else { return }
            isStuck.store(true, ordering: .releasing)
            kill(identifier, SIGKILL)
        }
        timer.resume()
        return timer
    }
}

/// The lines of a pipe, as they come.
private struct LineReader {
    private let handle: FileHandle
    private var buffer = Data()

    init(_ handle: FileHandle) { self.handle = handle }

    /// The next line without its end; nothing once the writer is gone.
    mutating func next() throws -> Data? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[..<end]
                buffer = Data(buffer[(end + 1)...])
                return Data(line)
            }
            let more = handle.availableData
            guard !more.isEmpty else { return nil }
            buffer.append(more)
        }
    }
}
