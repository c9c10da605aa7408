/// A billing plan as the model has it: days since 1970, and amounts in minor units.
package struct ModelPlan: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case single, instalments, subscription, metered
    }

    /// An instalment that is listed by name.
    package struct Instalment: Sendable {
        package let id: String
        package let dueOn: Int
        package let amount: Int64

        package init(id: String, dueOn: Int, amount: Int64) {
            self.id = id
            self.dueOn = dueOn
            self.amount = amount
        }
    }

    package var kind: Kind
    package var count = 0
    package var every = ModelPeriod(1, .months)
    package var first = 0
    /// What each billing event takes; without one, instalments divide the total.
    package var amount: Int64?
    /// The last day of a subscription.
    package var until: Int?
    /// Instalments that are listed; where there are any, they stand instead of count and dates.
    package var explicit: [Instalment] = []
    /// Absent for subscriptions and metered orders.
    package var total: Int64?
    package var maxRetries = 15
    package var window = ModelPeriod(30, .days)
    package var automatic = 3
    package var suspendWhenUsedUp = true

    package init(_ kind: Kind) { self.kind = kind }

    /// Days that a subscription is followed at most, from its first on.
    private var horizon: Int {
        switch every.unit {
        case .days, .weeks: 1_500
        case .months: 4_000
        case .years: 12_000
        }
    }

    /// The anchored dates of the plan, in order.
    func dates() -> [Int] {
        switch kind {
        case .single, .metered: []
        case .instalments: every.dates(from: first, count: count, days: .max)
        case .subscription: every.dates(from: first, count: .max, days: horizon)
        }
    }

    /// What the instalments take, one after the other: equal parts, and the remainder on the last.
    func parts() -> [Int64] {
        if let amount { return Array(repeating: amount, count: count) }
        var left = total ?? 0
        let part = left / Int64(max(count, 1))
        return (0..<count).map { place in
            let amount = place == count - 1 ? left : part
            left -= amount
            return amount
        }
    }

    /// The last day on which a billing event may still be tried after its first decline.
    func lastRetryDay(after decline: Int) -> Int {
        window.dates(from: decline, count: 2, days: .max)[1]
    }
}
