import Foundation

/// A line from the process that checks a file to the one that tells of it.
enum CheckMessage: Codable {
    /// How far the work has come, of how much: each record is looked at twice.
    case progress(done: Int, total: Int)
    case fault(CheckedFault)
    /// All faults are told.
    case end(events: Int?, root: String?, faultCount: Int, against: CheckedCheckpoint?)
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

/// A fault as it is told.
struct CheckedFault: Codable, Equatable {
    let position: UInt64?
    let what: String
}

/// A checkpoint that was kept elsewhere, as it is told.
struct CheckedCheckpoint: Codable, Equatable {
    let origin: String
    let size: UInt64
    let verdict: String
    let signature: String
}

/// What a check of a ledger came to, by whichever process.
struct CheckOutcome {
    var events: Int?
    var root: String?
    var faults: [CheckedFault] = []
    var faultCount = 0
    var against: CheckedCheckpoint?

    mutating func add(_ fault: CheckedFault) {
        faults.append(fault)
        faultCount += 1
    }

    /// The faults in the order of their positions; those that have none come last.
    mutating func sort() {
        faults = faults.enumerated().sorted { left, right in
            let places = (left.element.position ?? .max, right.element.position ?? .max)
            return places.0 == places.1 ? left.offset < right.offset : places.0 < places.1
        }.map(\.element)
    }
}
