import Foundation
import OrderLedger

/// A line from the process that checks a file to the one that tells of it.
enum CheckMessage: Codable {
    /// How far the work has come, of how much: each record is looked at twice.
    case progress(done: Int, total: Int)
    case fault(CheckedFault)
    /// All faults are told.
    case end(CheckedEnd)
    /// The check did not come to pass.
    case failure(status: Int32, sentence: String?)

    /// The message on one line, with its end.
    var line: [UInt8] {
        get throws { Array(try JSONEncoder().encode(self)) + [UInt8(ascii: "\n")] }
    }

    init(line: some Collection<UInt8>) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(line))
    }
}

/// What is told when the check is done.
struct CheckedEnd: Codable {
    var events: Int?
    var root: String?
    var faultCount: Int
    var against: CheckedCheckpoint?
    var signatures: CheckedSignatures?
}

extension CheckedEnd {
    init(_ report: VerificationReport) {
        self.init(
            events: Int(report.events),
            root: report.root?.description,
            faultCount: report.faults.count,
            against: report.against.map { CheckedCheckpoint($0) },
            signatures: CheckedSignatures(report.signatures)
        )
    }
}

/// A fault as it is told.
struct CheckedFault: Codable {
    let position: UInt64?
    let what: String

    init(_ fault: VerificationFault) {
        position = fault.position
        what = fault.what
    }

    var fault: VerificationFault { VerificationFault(position: position, what: what) }
}

/// A checkpoint that was kept elsewhere, as it is told.
struct CheckedCheckpoint: Codable {
    let origin: String
    let size: UInt64
    let verdict: String
    let signature: String

    init(_ comparison: CheckpointComparison) {
        origin = comparison.origin
        size = comparison.size
        verdict = comparison.verdict.rawValue
        signature = comparison.signature.rawValue
    }
}

/// What became of the signatures under kept checkpoints, as it is told.
struct CheckedSignatures: Codable {
    let heads: Int
    let signed: Int
    let cosigned: Int
    let unknown: Int

    init(_ signatures: KeptSignatures) {
        heads = signatures.heads
        signed = signatures.signed
        cosigned = signatures.cosigned
        unknown = signatures.unknown
    }
}
