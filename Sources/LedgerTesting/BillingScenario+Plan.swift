extension ModelPlan {
    /// A plan that begins around a day, of any kind, often at the end of a month.
    static func random(from day: Int, using random: inout SeededGenerator) -> ModelPlan {
        let kinds: [Kind] = [.subscription, .subscription, .instalments, .instalments]
        var plan = ModelPlan(random.pick(kinds + [.single, .metered]))
        plan.every = random.pick(periods)
        plan.first = firstDay(from: day, using: &random)
        switch plan.kind {
        case .single: plan.total = Int64.random(in: 100...90_000, using: &random)
        case .metered: break
        case .instalments: plan.divide(using: &random)
        case .subscription: plan.subscribe(using: &random)
        }
        if random.oneIn(2) { plan.limitRetries(using: &random) }
        return plan
    }

    private static let periods: [ModelPeriod] = [
        ModelPeriod(1, .months), ModelPeriod(1, .months), ModelPeriod(2, .months),
        ModelPeriod(1, .weeks), ModelPeriod(2, .weeks), ModelPeriod(10, .days),
        ModelPeriod(30, .days), ModelPeriod(1, .years),
    ]

    /// A day within a month; half of the time the last of its month or the day before.
    private static func firstDay(from day: Int, using random: inout SeededGenerator) -> Int {
        var date = ModelDate(number: day + Int.random(in: 0...20, using: &random))
        if random.oneIn(2) {
            let wanted = Int.random(in: 29...31, using: &random)
            while date.day < min(wanted, date.monthLength) { date.step() }
        }
        return date.number
    }

    private mutating func divide(using random: inout SeededGenerator) {
        count = Int.random(in: 1...7, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            total = Int64.random(in: 100...99_999, using: &random)
        case 1:
            let part = Int64.random(in: 1...5_000, using: &random)
            amount = part
            total = part * Int64(count)
        default:
            list(using: &random)
        }
    }

    /// Lists the instalments by names and days of their own.
    private mutating func list(using random: inout SeededGenerator) {
        var dueOn = first
        explicit = (0..<count).map { place in
            defer { dueOn += Int.random(in: 0...40, using: &random) }
            return Instalment(
                id: random.oneIn(2) ? "\(place + 1)" : "part-\(place)",
                dueOn: dueOn,
                amount: Int64.random(in: 1...5_000, using: &random)
            )
        }
        total = explicit.map(\.amount).reduce(0, +)
    }

    private mutating func subscribe(using random: inout SeededGenerator) {
        amount = Int64.random(in: 1...5_000, using: &random)
        if random.oneIn(3) { until = first + Int.random(in: 0...300, using: &random) }
    }

    private mutating func limitRetries(using random: inout SeededGenerator) {
        maxRetries = Int.random(in: 0...5, using: &random)
        window = random.pick([
            ModelPeriod(3, .days), ModelPeriod(1, .weeks), ModelPeriod(1, .months),
            ModelPeriod(30, .days),
        ])
        automatic = Int.random(in: 1...3, using: &random)
        suspendWhenUsedUp = !random.oneIn(4)
    }
}
