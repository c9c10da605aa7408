import EventLog
import Orders
import Projections

/// Writes the lines of a snapshot: the state of one order each, as a JSON object.
///
/// A line follows from the log alone. It holds what the order's events have made of it, and of its
/// customer nothing but the id; what was ordered stands in the log. Members that begin with a dash
/// here stand only where they have something to say.
///
/// | member | what it says |
/// |---|---|
/// | `order` | the order's id |
/// | `workflow`, `status`, `tabs`, -`colour`, -`message` | as the order's own workflow sees it, by the settings that stood at the snapshot's position, on the day on which the ledger took the event there |
/// | -`confirmed`, -`beneath` | the mark beside the tab, the status under one that hides it |
/// | `facts` | the contract's facts that hold, in the contract's order |
/// | `revision`, `firstPosition`, `position` | of its last event, and of its first and last in the log |
/// | `placedAt`, `updatedAt` | when it was placed, or null; `occurredAt` of its last event |
/// | `customer` | the id in an object, or null |
/// | `paymentMethod`, `kind`, `fulfilment`, `currency` | in the contract's words |
/// | `total`, `authorized`, -`released`, `captured`, `refunded`, -`disputed`, -`lost`, `outstanding`, `overpaid` | amounts as text, null as long as the currency is not known or there is no total |
/// | -`billing` | `skipped`, and in `open` the billing events still to be collected, in the order in which they were made |
/// | -`holds` | money that a card's issuer holds: when it was authorized, when it is let go, how much |
/// | -`effects` | the keys of the effects that nobody has carried out, in the order of the log |
struct SnapshotLines: Sendable {
    private let layouts: ViewLayouts
    private let day: CalendarDate
    /// The words of each workflow, by its code.
    private let words: [UInt8: SnapshotWords]
    private(set) var phrases: [SnapshotPhrase] = []
    private var phraseIndex: [SnapshotPhraseKey: Int] = [:]
    private var writer: LineWriter

    /// What most lines stay below, in bytes.
    private static let lineBytes = 768

    /// Lines of about so many orders.
    ///
    /// Each core has its own, so that none waits for another's counts of who holds the words.
    init(of moment: SnapshotMoment, orders: Int) {
        layouts = ViewLayouts(moment.rules)
        day = moment.day
        let all = (layouts.all + [layouts.standard]).map { ($0.code, SnapshotWords($0.workflow)) }
        words = Dictionary(all) { first, _ in first }
        writer = LineWriter(reserving: orders * Self.lineBytes)
    }

    /// Takes the lines away.
    mutating func takeBytes() -> [UInt8] { writer.take() }

    /// Writes the line of an order with its line feed, and counts it.
    ///
    /// - Parameter head: where the order stood at the snapshot's position.
    mutating func write(_ head: borrowing OrderHead, _ identity: OrderIdentity) {
        let core = head.standing.core
        let index = phrase(for: core)
        phrases[index].count(core)
        writer.word(.order)
        writer.string(identity.order)
        writer.raw(phrases[index].standing)
        if !phrases[index].hasNoColour { writeColour(core, phrases[index].workflow) }
        writer.raw(phrases[index].marks)
        writePlace(head)
        if let customer = identity.customer {
            writer.word(.customer)
            writer.string(customer)
            writer.word(.customerEnd)
        } else {
            writer.word(.noCustomer)
        }
        writer.raw(phrases[index].terms)
        let currency = phrases[index].currency
        writeAmounts(core, currency)
        if !head.standing.agenda.isEmpty { write(head.standing.agenda, currency) }
        writer.word(.end)
    }

    /// The place of the words for an order, which are chosen where they are not yet there.
    private mutating func phrase(for core: borrowing OrderCore) -> Int {
        let key = SnapshotPhraseKey(core)
        if let index = phraseIndex[key] { return index }
        let workflow = layouts.layout(of: core).workflow
        let words = words[workflow.code.rawValue] ?? SnapshotWords(workflow)
        phrases.append(SnapshotPhrase(core, workflow, words))
        phraseIndex[key] = phrases.count - 1
        return phrases.count - 1
    }

    /// Writes what depends on the day.
    private mutating func writeColour(_ core: borrowing OrderCore, _ workflow: Workflow) {
        let settings = layouts.rules.settings
        if let colour = workflow.colour(of: core, on: day, settings: settings) {
            writer.word(.colour)
            writer.string(colour)
        }
        if let message = workflow.message(of: core) {
            writer.word(.message)
            writer.string(message)
        }
    }

    private mutating func writePlace(_ head: borrowing OrderHead) {
        writer.word(.revision)
        writer.number(UInt64(head.revision))
        writer.word(.firstPosition)
        writer.number(head.firstPosition)
        writer.word(.position)
        writer.number(head.lastPosition)
        writer.word(.placedAt)
        writer.time(head.standing.core.placedAt)
        writer.word(.updatedAt)
        writer.time(Timestamp(microseconds: head.updatedAt))
    }
}

// MARK: - Money

extension SnapshotLines {
    private mutating func writeAmounts(_ core: borrowing OrderCore, _ currency: Currency?) {
        writer.word(.total)
        writer.amount(core.facts.contains(.priced) ? core.total : nil, currency)
        writer.word(.authorized)
        writer.amount(core.authorized, currency)
        if core.released != 0 {
            writer.word(.released)
            writer.amount(core.released, currency)
        }
        writer.word(.captured)
        writer.amount(core.captured, currency)
        writer.word(.refunded)
        writer.amount(core.refunded, currency)
        if core.disputed != 0 {
            writer.word(.disputed)
            writer.amount(core.disputed, currency)
        }
        if core.lost != 0 {
            writer.word(.lost)
            writer.amount(core.lost, currency)
        }
        writer.word(.outstanding)
        writer.amount(core.outstanding, currency)
        writer.word(.overpaid)
        writer.amount(core.overpaid, currency)
    }

    private mutating func write(_ agenda: Agenda, _ currency: Currency?) {
        if let billing = agenda.billing {
            writer.word(.comma)
            writer.members { Self.write(billing, currency, to: &$0) }
        }
        if !agenda.holds.isEmpty {
            writer.word(.comma)
            writer.members { Self.write(agenda.holds, currency, to: &$0) }
        }
        guard agenda.hasEffects else { return }
        var separator = LineWord.effects
        agenda.outbox.forEach { effect in
            writer.word(separator)
            let kind = effect.kind.name
            writer.raw(kind.utf8Span.span)
            writer.word(.effectPosition)
            writer.number(effect.position.rawValue)
            separator = .nextEffect
        }
        writer.word(.effectsEnd)
    }

    private static func write(
        _ holds: [Hold],
        _ currency: Currency?,
        to writer: inout JSONWriter,
    ) {
        writer.key("holds")
        writer.beginArray()
        for hold in holds {
            writer.beginObject()
            writer.time("authorizedAt", hold.authorizedAt)
            writer.time("expiresAt", hold.expiresAt)
            writer.amount("amount", hold.amount, currency)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func write(
        _ billing: BillingSchedule,
        _ currency: Currency?,
        to writer: inout JSONWriter,
    ) {
        writer.key("billing")
        writer.beginObject()
        writer.amount("skipped", billing.skipped, currency)
        writer.key("open")
        writer.beginArray()
        for event in billing.events where event.isOpen {
            writer.beginObject()
            writer.key("id")
            writer.string(event.id)
            writer.key("dueOn")
            writer.quoted { event.dueOn.append(to: &$0) }
            writer.amount("amount", event.amount, currency)
            writer.key("status")
            writer.string(billing.status(of: event))
            writer.key("attempts")
            writer.integer(Int64(event.attempts))
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func time(_ key: String, _ time: Timestamp?) {
        self.key(key)
        if let time { quoted { time.append(to: &$0) } } else { null() }
    }

    fileprivate mutating func amount(_ key: String, _ units: Int64?, _ currency: Currency?) {
        self.key(key)
        if let money = Money(units, in: currency) {
            quoted { money.appendAmount(to: &$0) }
        } else {
            null()
        }
    }
}
