import Foundation
import LedgerTesting
import Testing

/// The story of `Fixtures/stories/billing`, told to the model: it must come to the same end.
///
/// The story's end was worked out by hand, so each of the two vouches for the other.
@Suite struct BillingStoryTests {
    @Test func `the model ends the billing story as it is told`() throws {
        let story = try ToldStory()
        var models: [String: BillingModel] = [:]
        var refusals: [ToldRefusal] = []
        for line in story.lines {
            guard let fact = line.fact else { continue }
            var model = try models[line.order] ?? BillingModel(#require(line.plan))
            if model.facts.contains(fact) { continue }
            if let code = model.refusal(of: fact) {
                refusals.append(ToldRefusal(order: line.order, event: line.event, code: code))
            } else {
                model.add(fact)
            }
            models[line.order] = model
        }
        var again: [String: Int] = [:]
        for line in story.lines {
            guard let fact = line.fact, let model = models[line.order],
                !model.facts.contains(fact)
            else { continue }
            let code = try #require(model.refusal(of: fact), "\(line.order): \(fact)")
            again["\(line.event):\(code)", default: 0] += 1
        }
        let beyond = ["placed:totalMismatch", "paymentCaptured:currencyMismatch"]
        #expect(again == story.expected.again.refused.filter { !beyond.contains($0.key) })
        #expect(refusals == story.expected.refusals.filter { !Self.beyondModel.contains($0.code) })
        for (id, wanted) in story.expected.orders.sorted(by: { $0.key < $1.key }) {
            let model = try #require(models[id], "\(id)")
            #expect(model.status == wanted.status, "\(id): \(wanted.title)")
            #expect(model.exceptions == wanted.tabs.contains("exceptions"), "\(id)")
            #expect(model.events.map(ToldEvent.init(_:)) == wanted.schedule, "\(id)")
        }
    }

    /// What the model has no currencies and no sums of lines for.
    private static let beyondModel = ["totalMismatch", "currencyMismatch"]
}

/// The events and the expected end of the story.
private struct ToldStory {
    let lines: [ToldLine]
    let expected: ToldEnd

    init() throws {
        let folder = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/stories/billing")
        let text = try String(contentsOf: folder.appending(path: "events.jsonl"), encoding: .utf8)
        lines = try text.split(separator: "\n").map {
            try JSONDecoder().decode(ToldLine.self, from: Data($0.utf8))
        }
        let end = try Data(contentsOf: folder.appending(path: "expected.json"))
        expected = try JSONDecoder().decode(ToldEnd.self, from: end)
    }
}

private struct ToldEnd: Decodable {
    struct Order: Decodable {
        let title: String
        let status: String
        let tabs: [String]
        let schedule: [ToldEvent]
    }

    struct Counts: Decodable { let refused: [String: Int] }

    let again: Counts
    let orders: [String: Order]
    let refusals: [ToldRefusal]
}

private struct ToldRefusal: Decodable, Equatable {
    let order: String
    let event: String
    let code: String
}

/// A billing event; its amount without the point.
private struct ToldEvent: Decodable, Equatable {
    let id: String
    let dueOn: String
    let amount: String
    let status: String
    let attempts: Int

    init(_ event: ModelBillingEvent) {
        id = event.id
        dueOn = ModelDate(number: event.dueOn).text
        amount = "\(event.amount)"
        status = event.status
        attempts = event.attempts
    }

    static func == (left: ToldEvent, right: ToldEvent) -> Bool {
        (left.id, left.dueOn, left.status, left.attempts)
            == (right.id, right.dueOn, right.status, right.attempts)
            && units(left.amount) == units(right.amount)
    }
}

/// An amount in minor units: the story writes all decimals of its currencies.
private func units(_ amount: String?) -> Int64? {
    amount.flatMap { Int64($0.filter { $0 != "." }) }
}

private func day(_ date: String?) -> Int? {
    guard let parts = date?.prefix(10).split(separator: "-").compactMap({ Int($0) }),
        parts.count == 3
    else { return nil }
    return ModelCalendar.day(parts[0], parts[1], parts[2])
}

/// One line, with the members that billing looks at.
private struct ToldLine: Decodable {
    struct Members: Decodable {
        struct Plan: Decodable {
            struct Part: Decodable {
                let id: String
                let dueOn: String
                let amount: String
            }
            struct Retry: Decodable { let suspendWhenUsedUp: Bool? }

            let kind: ModelPlan.Kind.RawValue
            let count: Int?
            let every: String?
            let first: String?
            let amount: String?
            let until: String?
            let events: [Part]?
            let retry: Retry?
        }
        struct Target: Decodable {
            let id: String
            let dueOn: String
        }

        let billing: Plan?
        let currency: String?
        let total: String?
        let paymentMethod: String?
        let amount: String?
        let billingEvent: String?
        let billingEvents: [String]?
        let into: Target?
        let decline: String?
        let retry: String?
        let channel: String?
        let dueOn: String?
        let until: String?
        let reference: String?
        let outcome: String?
    }

    let subject: String
    let type: String
    let time: String
    let data: Members

    var order: String { subject }
    var event: String { String(type.dropFirst("order.".count)) }

    var fact: ModelFact? {
        let clock = time.dropFirst(11).prefix(8).split(separator: ":").compactMap { Int($0) }
        guard let day = day(time), clock.count == 3, let what, !isBeyondModel else { return nil }
        return ModelFact(day: day, second: clock[0] * 3_600 + clock[1] * 60 + clock[2], what)
    }

    /// A capture in another currency, and the plan whose parts do not add up.
    private var isBeyondModel: Bool {
        event == "placed"
            ? data.billing?.amount != nil && data.total != nil
            : data.currency != nil
    }

    var plan: ModelPlan? {
        guard let told = data.billing, let kind = ModelPlan.Kind(rawValue: told.kind) else {
            return nil
        }
        var plan = ModelPlan(kind)
        plan.count = told.count ?? 0
        plan.first = day(told.first) ?? 0
        plan.amount = units(told.amount)
        plan.until = day(told.until)
        plan.explicit = (told.events ?? []).map {
            .init(id: $0.id, dueOn: day($0.dueOn) ?? 0, amount: units($0.amount) ?? 0)
        }
        let listed = plan.explicit.map(\.amount).reduce(0, +)
        plan.total = units(data.total) ?? (listed > 0 ? listed : nil)
        plan.suspendWhenUsedUp = told.retry?.suspendWhenUsedUp ?? true
        if let unit = told.every?.last.flatMap({ ModelPeriod.Unit(rawValue: "\($0)") }) {
            plan.every = ModelPeriod(1, unit)
        }
        return plan
    }

    private var what: ModelFact.What? {
        switch event {
        case "placed": .placed(byLink: data.paymentMethod == "link")
        case "cardRegistered": .cardRegistered
        case "cardReplaced": .cardReplaced
        case "paymentRequested": .paymentRequested
        case "paymentDeclined":
            .paymentDeclined(
                isHard: data.decline == "hard",
                amount: units(data.amount),
                byLink: data.channel == "link"
            )
        case "paused": .paused(until: day(data.until))
        case "resumed": .resumed
        case "completed": .completed
        case "cancelled": .cancelled
        case "refunded": .refunded(units(data.amount) ?? 0)
        default: disputed ?? scheduled
        }
    }

    private var disputed: ModelFact.What? {
        guard let reference = data.reference else { return nil }
        return switch event {
        case "disputeOpened": .disputeOpened(reference: reference, amount: units(data.amount) ?? 0)
        case "disputeClosed":
            .disputeClosed(reference: reference, isLost: data.outcome == "lost")
        default: nil
        }
    }

    private var scheduled: ModelFact.What? {
        let name = data.billingEvent ?? ""
        switch event {
        case "paymentCaptured":
            return .captured(amount: units(data.amount) ?? 0, billingEvent: data.billingEvent)
        case "billingEventFailed":
            return .failed(
                billingEvent: name,
                isHard: data.decline == "hard",
                isAutomatic: data.retry == "automatic"
            )
        case "billingEventScheduled":
            return .scheduled(
                billingEvent: data.billingEvent,
                dueOn: day(data.dueOn) ?? 0,
                amount: units(data.amount) ?? 0
            )
        case "billingEventRescheduled":
            return .rescheduled(
                billingEvent: name,
                dueOn: day(data.dueOn),
                amount: units(data.amount)
            )
        case "billingEventSkipped":
            return .skipped(billingEvent: name)
        case "billingEventsMerged":
            return .merged(
                data.billingEvents ?? [],
                into: data.into?.id ?? "",
                dueOn: day(data.into?.dueOn) ?? 0
            )
        default:
            return nil
        }
    }
}
