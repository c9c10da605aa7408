import OrderLedger

/// What a check of a ledger came to, by whichever process.
struct CheckOutcome {
    var events: Int?
    var root: String?
    var faults = VerificationFaults()
    /// How many faults there are in all; of very many, not all are told.
    var faultCount = 0
    var against: CheckedCheckpoint?
    var signatures: CheckedSignatures?

    mutating func add(_ fault: VerificationFault) {
        faults.add(fault)
        faultCount += 1
    }

    mutating func end(_ end: CheckedEnd) {
        events = end.events
        root = end.root
        against = end.against
        signatures = end.signatures
        faultCount = end.faultCount
    }
}

extension CheckOutcome {
    /// The outcome of a check by this process.
    init(_ report: VerificationReport) {
        for fault in report.faults.details { faults.add(fault) }
        end(CheckedEnd(report))
    }
}
