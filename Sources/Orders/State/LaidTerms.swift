/// One cart, order or amendment among the terms.
struct TermsPart: Sendable, Equatable {
    let data: OrderData
    /// The data as it came.
    let patch: JSONValue?
    let occurredAt: Timestamp

    var json: JSONValue { patch ?? data.patch }
}

/// Terms while their parts are laid over each other.
struct LaidTerms: Sendable, Equatable {
    private(set) var json = JSONValue.object([])
    /// The currency and the payment method before amendments.
    private var currency: JSONValue?
    private var method: JSONValue?

    var methodAtPlacement: PaymentMethod? {
        guard case .string(let word)? = method else { return nil }
        return PaymentMethod(word: word)
    }

    /// The data that the terms lead to.
    func decode() throws(DataError) -> OrderData { try OrderData.decode(json) }

    /// Lays one more part over the others.
    ///
    /// A total holds until something that it is computed from changes.
    mutating func lay(_ part: TermsPart, isAmendment: Bool = false) {
        let patch = part.json
        json = json.merged(with: patch)
        let isPriced = json["lines"] != nil || json["billing"] != nil
        if isPriced, patch["total"] == nil, patch.hasMember(in: OrderData.priceMembers) {
            set("total", .null)
        }
        if !isAmendment {
            currency = json["currency"]
            method = json["paymentMethod"]
        } else if let currency {
            // An order keeps its currency; amounts already moved in it.
            set("currency", currency)
        }
    }

    /// Sets a member, or removes it with null.
    private mutating func set(_ name: String, _ value: JSONValue) {
        json = json.merged(with: .object([JSONValue.Member(name, value)]))
    }
}

/// A count of work done, which says nothing about the state that it led to: all tallies are equal.
struct Tally: Sendable, Equatable {
    var count = 0

    static func == (left: Tally, right: Tally) -> Bool { true }
}
