public import Audit
public import MerkleTree

/// What making a ledger anew came to.
public struct RestoreReport: Sendable, Equatable {
    /// What the verification of the ledger found, which is nothing.
    public let verification: VerificationReport
    /// Events whose personal part no key of the ledger opens.
    public let sealedEvents: Int

    /// Events that were restored, those of the ledger's own stream among them.
    public var events: UInt64 { verification.events }
    /// The root of the tree over all of them.
    public var root: MerkleHash? { verification.root }
}
