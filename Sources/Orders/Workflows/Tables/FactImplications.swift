extension FactSet {
    /// Facts that never stand without others: where the first hold, the second do.
    ///
    /// The fold keeps each of these in every order, whatever its history; checks of a workflow's
    /// tables rest on them, so what holds only mostly is left out.
    static let implications: [(facts: FactSet, implied: FactSet)] = [
        (.dispatchedAll, .dispatched),
        (.dispatchedWhole, .dispatchedAll),
        (.deliveredAll, .delivered),
        (.deliveredWhole, .deliveredAll),
        (.refundedAll, .refunded),
        (.overpaid, [.captured, .priced]),
        (.totalZero, .priced),
    ]
}
