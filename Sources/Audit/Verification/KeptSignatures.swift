/// What became of the signatures under the tree heads that a ledger keeps.
///
/// One that does not fit is a fault and counts for nothing here.
public struct KeptSignatures: Sendable, Equatable {
    /// Tree heads that are kept.
    public internal(set) var heads = 0
    /// Signatures of the log that fit, by keys that are given, or else kept.
    public internal(set) var signed = 0
    /// Signatures of witnesses that fit, by keys that are kept or given.
    public internal(set) var cosigned = 0
    /// Signatures by keys that are neither kept nor given: nothing is known of them.
    public internal(set) var unknown = 0

    init() {}
}
