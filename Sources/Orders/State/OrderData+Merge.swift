extension OrderData {
    /// The data as a value that can be laid over others.
    var patch: JSONValue { (try? JSONValue(json: json)) ?? .object([]) }

    /// Whether the order has lines; an empty list is none.
    var hasLines: Bool { lines?.isEmpty == false }

    /// Whether the order has lines, and stock is kept of none.
    var hasOnlyUntrackedLines: Bool {
        hasLines && lines?.allSatisfy { $0.tracked == false } == true
    }

    /// The members that a total is computed from.
    static let priceMembers = ["lines", "shipping", "discount", "tax", "billing"]

    /// The members that facts, amounts and deadlines rest on.
    static let termMembers =
        priceMembers + ["total", "currency", "paymentMethod", "fulfilment", "manufacturer"]
}

extension JSONValue {
    /// Whether the object has any of these members, also where it removes them with null.
    func hasMember(in names: [String]) -> Bool { names.contains { self[$0] != nil } }
}

extension OrderData {
    /// The total as it was given, and as it adds up.
    struct Totals {
        var given: Int64?
        var computed: [Int64] = []

        /// The total that holds: a given one as it is.
        var standing: Int64? { given ?? computed.first }

        /// Whether a given total is not what its parts add up to.
        var disagree: Bool {
            guard let standing else { return false }
            return computed.contains { $0 != standing }
        }
    }

    /// The total that was given, and those that lines and instalments add up to.
    func totals(in currency: Currency) throws(DataError) -> Totals {
        var totals = Totals()
        if let total { totals.given = try total.minorUnitsOrError(in: currency, path: "total") }
        if hasLines || total == nil, let sum = try computedTotal(in: currency) {
            totals.computed.append(sum)
        }
        if billing != nil, let sum = try billingPlan.instalmentTotal(in: currency) {
            totals.computed.append(sum)
        }
        return totals
    }
}
