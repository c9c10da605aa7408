import EventLog
import LedgerTesting
import Orders

/// A seeded life of a billed order, folded event by event beside the model.
struct BilledLife {
    /// Where the order and the model part.
    struct Difference: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var scenario: BillingScenario
    private(set) var state = OrderState()
    /// What was taken, in the order of the times at which it happened.
    private(set) var taken: [NewEvent] = []
    private let seed: UInt64
    private let days: Int
    private var told: [String] = []

    init(seed: UInt64, order: String = "life") {
        self.seed = seed
        var random = SeededGenerator(seed: seed ^ 0xB111)
        let start = ModelCalendar.day(2027, 1, 1) + Int.random(in: 0..<500, using: &random)
        days = Int.random(in: 20...400, using: &random)
        scenario = BillingScenario(order: order, seed: seed, day: start)
    }

    /// Lives day by day, and compares every verdict and the end of every day.
    mutating func live() throws {
        for day in scenario.startDay...scenario.startDay + days {
            let steps = try scenario.day(day)
            for step in steps { try take(step) }
            if !steps.isEmpty { try compare(BilledView(state), with: BilledView(scenario.model)) }
        }
    }

    private mutating func take(_ step: BillingScenario.Step) throws {
        told.append("\(step.fact)\(step.refusal.map { ": \($0)" } ?? "")")
        let refusal = try Self.fold(step.event, into: &state, policy: .enforce)
        guard refusal?.code.rawValue == step.refusal else {
            let code = refusal?.code.rawValue ?? "taken"
            throw difference("the order: \(code); the model: \(step.refusal ?? "taken")")
        }
        if refusal == nil { taken.append(step.event) }
    }

    /// What was taken, in an order of arrival that is not that of the times.
    var shuffled: [NewEvent] {
        var random = SeededGenerator(seed: seed)
        return taken.shuffled(using: &random)
    }

    /// Folds all that was taken anew, as it arrives in another order.
    func arrivingShuffled() throws -> OrderState {
        var state = OrderState()
        for event in shuffled {
            _ = try Self.fold(event, into: &state, policy: .observe)
        }
        return state
    }

    func compare(_ view: BilledView, with model: BilledView) throws {
        guard view != model else { return }
        throw difference("the order: \(view)\nthe model: \(model)")
    }

    private func difference(_ what: String) -> Difference {
        let plan = "\(scenario.plan)"
        let history = told.joined(separator: "\n    ")
        return Difference(description: "seed \(seed)\n\(what)\n\(plan)\n    \(history)")
    }

    /// Puts an event to the rules, and folds it where they take it or it is only observed.
    private static func fold(
        _ event: NewEvent,
        into state: inout OrderState,
        policy: AppendPolicy
    ) throws -> Refusal? {
        let time = event.occurredAt ?? ManualClock.start
        let judged = try JudgedEvent(
            event,
            after: state,
            defaultWorkflow: .billing,
            recordedAt: time
        )
        if let refusal = judged.refusal, policy == .enforce { return refusal }
        let count = UInt64(state.events.count)
        state.apply(
            judged.recorded(
                event,
                recordedAt: time,
                position: Position(count + 2),
                revision: Revision(count)
            )
        )
        return judged.refusal
    }
}
