import Foundation
import OrderLedger

/// A child process of this program that checks a ledger, so that damage to the file can end it
/// without ending us.
final class CheckProcess {
    private let process = Process()
    private let output = Pipe()
    private let signs: LifeSigns
    /// How far the check has come, of how much.
    private var part = (done: 0, total: 0)

    /// The longest time that a check may stand still.
    static let defaultPatience = 60
    /// The environment's word for another time, in seconds.
    static let patienceVariable = "ORDERLEDGER_PATIENCE"

    /// - Parameters:
    ///   - arguments: those of the command that checks, with its name.
    ///   - program: the program that checks; this one unless given.
    init(_ arguments: [String], of program: URL? = nil) throws {
        var environment = ProcessInfo.processInfo.environment
        let given = environment[Self.patienceVariable].flatMap { Int($0) }
        signs = LifeSigns(patience: .seconds(given ?? Self.defaultPatience))
        // A crash is an answer here and wants no story.
        environment["SWIFT_BACKTRACE"] = "enable=no"
        process.executableURL = try program ?? Self.program
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
    /// - Throws: a failure where the check could not begin, or ended without an answer and not by
    ///   the ledger's fault.
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
        let hasEnded = try listen(&outcome, progressed)
        process.waitUntilExit()
        signs.end()
        if !hasEnded { outcome.add(try damage()) }
        outcome.faults.sort()
        return outcome
    }

    /// Takes what the process tells until it tells no more.
    ///
    /// - Returns: whether it came to its end.
    private func listen(
        _ outcome: inout CheckOutcome,
        _ progressed: (_ done: Int, _ total: Int) -> Void
    ) throws -> Bool {
        var hasEnded = false
        var lines = LineReader(output.fileHandleForReading)
        while let line = try lines.next() {
            signs.note()
            // A line that is cut off is the last sign of a process that was ended.
            guard let message = try? CheckMessage(line: line) else { continue }
            switch message {
            case .progress(let done, let total):
                part = (done, total)
                outcome.events = total / 2
                progressed(done, total)
            case .fault(let fault): outcome.add(fault.fault)
            case .end(let end):
                hasEnded = true
                outcome.end(end)
            case .failure(let status, let sentence):
                process.waitUntilExit()
                throw CommandFailure(ExitStatus(rawValue: status) ?? .inputOutput, sentence)
            }
        }
        return hasEnded
    }

    /// Signals by which a process ends that reads damaged pages.
    private static let signalsOfFaults = [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP]

    /// The fault that it is when the process ended without an answer.
    ///
    /// - Throws: a failure where it was no damage that ended the process: it went by itself, or
    ///   somebody ended it.
    private func damage() throws -> VerificationFault {
        let share = part.total == 0 ? 0 : part.done * 100 / part.total
        let status = process.terminationStatus
        let isSignal = process.terminationReason == .uncaughtSignal
        let how: String
        if signs.wasStuck {
            how = "stood still for \(signs.patience.components.seconds) seconds and was ended"
        } else if isSignal, Self.signalsOfFaults.contains(status) {
            how = "crashed (signal \(status))"
        } else {
            throw CommandFailure(
                .inputOutput,
                "the process that checks ended with \(isSignal ? "signal" : "status") \(status) "
                    + "after \(share) % of its work, which says nothing of the ledger: verify again"
            )
        }
        return VerificationFault(
            position: nil,
            what: "the file is damaged: the check of it \(how) after \(share) % of its work; "
                + "restore a backup"
        )
    }
}
