package import EventLog
package import Orders

/// A billed order that lives on day by day, the same for the same seed.
///
/// It makes facts as a shop, its customer and its payment service would, and some that none of
/// them should; each comes with the event that tells a ledger the same and with the model's answer.
package struct BillingScenario: Sendable {
    /// One thing that is said to happen.
    package struct Step: Sendable {
        package let fact: ModelFact
        package let event: NewEvent
        /// The code with which it is to be turned away.
        package let refusal: String?
        /// The clock makes this true by itself: a ledger that is ticked has it already.
        package let isByClock: Bool
    }

    package let order: String
    package let plan: ModelPlan
    package let currency: Currency
    /// The day on which the order is placed.
    package let startDay: Int
    package private(set) var model: BillingModel
    /// Whether the order was placed with a payment link.
    let isByLink: Bool
    var random: SeededGenerator
    /// The day on which a pause ends by itself.
    var resumesOn: Int?
    private var count = 0
    private var second = 0

    /// - Parameters:
    ///   - order: the order's id.
    ///   - day: the day of the placement, in days since 1970.
    package init(order: String, seed: UInt64, day: Int) {
        var random = SeededGenerator(seed: seed)
        let plan = ModelPlan.random(from: day, using: &random)
        self.init(order: order, plan: plan, day: day, random: random)
    }

    /// A life under a plan that is given.
    package init(order: String, plan: ModelPlan, day: Int, random: SeededGenerator) {
        self.order = order
        self.plan = plan
        self.random = random
        startDay = day
        isByLink = self.random.oneIn(3)
        let codes = ["EUR", "EUR", "EUR", "JPY", "KWD", "CLF"]
        guard let currency = Currency(code: self.random.pick(codes)) else {
            preconditionFailure("The currencies of the scenario are in ISO 4217.")
        }
        self.currency = currency
        model = BillingModel(plan)
    }

    /// What happens on a day, in order of time; nothing before the order is placed.
    ///
    /// The days are to be asked for one after the other.
    package mutating func day(_ day: Int) throws(LedgerError) -> [Step] {
        second = 0
        if day < startDay { return [] }
        var steps: [Step] = []
        if day == resumesOn {
            resumesOn = nil
            steps.append(try step(.resumed, on: day, isByClock: true))
        }
        second = Int.random(in: 1...28_800, using: &random)
        for what in facts(on: day) {
            // The clock would end the pause of an archived order only after it came back.
            if case .archived = what, resumesOn != nil { continue }
            steps.append(try step(what, on: day))
            second += Int.random(in: 1...600, using: &random)
        }
        return steps
    }

    /// Tells the model one fact, unless the model turns it away.
    private mutating func step(
        _ what: ModelFact.What,
        on day: Int,
        isByClock: Bool = false
    ) throws(LedgerError) -> Step {
        let fact = ModelFact(day: day, second: second, what)
        let refusal = model.refusal(of: fact)
        if refusal == nil {
            model.add(fact)
            follow(what)
        }
        count += 1
        return Step(
            fact: fact,
            event: try event(fact, id: "\(order)/\(count)"),
            refusal: refusal,
            isByClock: isByClock
        )
    }

    /// Remembers when the clock will end a pause.
    private mutating func follow(_ what: ModelFact.What) {
        switch what {
        case .paused(let until): resumesOn = until
        case .resumed, .completed, .cancelled, .archived: resumesOn = nil
        default: break
        }
    }
}
