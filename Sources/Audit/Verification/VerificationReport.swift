public import MerkleTree

/// Something that a verification objects to, and where.
public struct VerificationFault: Sendable, Equatable {
    /// The position of the record that it is about; of a view, that of the order's last event.
    public let position: UInt64?
    /// What is wrong, as a sentence.
    public let what: String

    /// Names what is wrong, and where.
    public init(position: UInt64?, what: String) {
        self.position = position
        self.what = what
    }
}

/// Faults as they are found: all are counted, the first are kept.
public struct VerificationFaults: Sendable, Equatable {
    /// The first faults, by position; those that have none come last.
    public private(set) var details: [VerificationFault] = []
    /// How many there are in all.
    public private(set) var count = 0

    /// The most faults that are kept.
    public static let detailMaximum = 100_000

    /// A list without faults.
    public init() {}

    /// Whether nothing is wrong.
    public var isEmpty: Bool { count == 0 }

    /// Adds a fault.
    ///
    /// - Returns: whether it is kept.
    @discardableResult
    public mutating func add(_ fault: VerificationFault) -> Bool {
        count += 1
        guard details.count < Self.detailMaximum else { return false }
        details.append(fault)
        return true
    }

    /// Puts the faults in the order of their positions.
    public mutating func sort() {
        details = details.enumerated().sorted { left, right in
            let places = (left.element.position ?? .max, right.element.position ?? .max)
            return places.0 == places.1 ? left.offset < right.offset : places.0 < places.1
        }.map(\.element)
    }
}

/// What a verification of a ledger found.
public struct VerificationReport: Sendable, Equatable {
    /// Events that were verified, those of the ledger's own stream among them.
    public let events: UInt64
    /// The root of the tree over all of them, recomputed from their bytes; nothing where a record
    /// is missing or cannot be read.
    public let root: MerkleHash?
    /// What is wrong; empty where all is well.
    public let faults: VerificationFaults
    /// How the checkpoint stands to the ledger that it was compared with, where one was given.
    public let against: CheckpointComparison?
    /// What became of the signatures under the tree heads that the ledger keeps.
    public let signatures: KeptSignatures

    /// Whether nothing was found.
    public var isSound: Bool { faults.isEmpty }
}
