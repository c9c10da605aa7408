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
    private let words: [SnapshotWords?]
    private let facts = SnapshotWords.facts

    /// - Parameters:
    ///   - rules: those that stood at the snapshot's position.
    ///   - day: the one on which colours are seen.
    init(rules: LedgerRules, day: CalendarDate) {
        layouts = ViewLayouts(rules)
        self.day = day
        var words = [SnapshotWords?](repeating: nil, count: 256)
        for layout in layouts.all { words[Int(layout.code)] = SnapshotWords(layout.workflow) }
        let standard = SnapshotWords(layouts.standard.workflow)
        self.words = words.map { $0 ?? standard }
    }

    /// The workflow that an order goes by.
    func workflow(of core: OrderCore) -> Workflow { layouts.layout(of: core).workflow }

    /// Writes the line of an order, without the line feed behind it.
    ///
    /// - Parameters:
    ///   - head: where the order stood at the snapshot's position.
    ///   - workflow: the one that the order goes by.
    func write(
        _ head: borrowing OrderHead,
        _ identity: OrderIdentity,
        _ workflow: Workflow,
        to writer: inout JSONWriter,
    ) {
        let core = head.standing.core
        writer.beginObject()
        writer.key(quoted: Key.order)
        writer.string(identity.order)
        if let words = words[Int(workflow.code.rawValue)] {
            write(core, workflow, words, to: &writer)
        }
        writer.key(quoted: Key.revision)
        writer.integer(Int64(head.revision))
        writer.key(quoted: Key.firstPosition)
        writer.integer(Int64(head.firstPosition))
        writer.key(quoted: Key.position)
        writer.integer(Int64(head.lastPosition))
        writer.time(Key.placedAt, core.placedAt)
        writer.time(Key.updatedAt, Timestamp(microseconds: head.updatedAt))
        write(customer: identity.customer, to: &writer)
        writeTerms(core, to: &writer)
        writeAmounts(core, to: &writer)
        writeAgenda(head.standing.agenda, core.currency, to: &writer)
        writer.endObject()
    }

    private func write(
        _ core: OrderCore,
        _ workflow: Workflow,
        _ words: SnapshotWords,
        to writer: inout JSONWriter,
    ) {
        writer.key(quoted: Key.workflow)
        writer.written(words.name)
        writer.key(quoted: Key.status)
        writer.written(words.statuses[workflow.status(of: core)])
        writer.key(quoted: Key.tabs)
        writer.beginArray()
        let tabs = workflow.tabs(of: core)
        for tab in words.tabs.indices where tabs & 1 << UInt32(tab) != 0 {
            writer.written(words.tabs[tab])
        }
        writer.endArray()
        if !workflow.colourRows.isEmpty {
            let settings = layouts.rules.settings
            writer.known(Key.colour, workflow.colour(of: core, on: day, settings: settings))
            writer.known(Key.message, workflow.message(of: core))
        }
        if let isConfirmed = workflow.confirmed(core) {
            writer.key(quoted: Key.confirmed)
            writer.bool(isConfirmed)
        }
        if workflow.veils != 0 { writer.known(Key.beneath, workflow.beneath(core)) }
        writer.key(quoted: Key.facts)
        writer.beginArray()
        let facts = workflow.facts(of: core).rawValue
        for bit in self.facts.indices where facts & 1 << UInt64(bit) != 0 {
            writer.written(self.facts[bit])
        }
        writer.endArray()
    }

    private func write(customer: String?, to writer: inout JSONWriter) {
        writer.key(quoted: Key.customer)
        guard let customer else { return writer.null() }
        writer.beginObject()
        writer.text(Key.id, customer)
        writer.endObject()
    }

    private func writeTerms(_ core: OrderCore, to writer: inout JSONWriter) {
        writer.text(Key.paymentMethod, core.paymentMethod?.word)
        writer.text(Key.kind, core.billingKind.word)
        writer.text(Key.fulfilment, core.fulfilment.word)
    }
}

// MARK: - Money

extension SnapshotLines {
    private func writeAmounts(_ core: OrderCore, to writer: inout JSONWriter) {
        let currency = core.currency
        writer.text(Key.currency, currency?.code)
        let isPriced = core.facts.contains(.priced)
        writer.amount(Key.total, isPriced ? core.total : nil, currency)
        writer.amount(Key.authorized, core.authorized, currency)
        writer.moved(Key.released, core.released, currency)
        writer.amount(Key.captured, core.captured, currency)
        writer.amount(Key.refunded, core.refunded, currency)
        writer.moved(Key.disputed, core.disputed, currency)
        writer.moved(Key.lost, core.lost, currency)
        writer.amount(Key.outstanding, core.outstanding, currency)
        writer.amount(Key.overpaid, core.overpaid, currency)
    }

    private func writeAgenda(
        _ agenda: Agenda,
        _ currency: Currency?,
        to writer: inout JSONWriter,
    ) {
        if let billing = agenda.billing {
            writer.key(quoted: Key.billing)
            write(billing, currency, to: &writer)
        }
        if !agenda.holds.isEmpty { write(agenda.holds, currency, to: &writer) }
        guard !agenda.outbox.isEmpty else { return }
        writer.key(quoted: Key.effects)
        writer.beginArray()
        for effect in agenda.outbox.open { writer.string(effect.description) }
        writer.endArray()
    }

    private func write(_ holds: [Hold], _ currency: Currency?, to writer: inout JSONWriter) {
        writer.key(quoted: Key.holds)
        writer.beginArray()
        for hold in holds {
            writer.beginObject()
            writer.time(Key.authorizedAt, hold.authorizedAt)
            writer.time(Key.expiresAt, hold.expiresAt)
            writer.amount(Key.amount, hold.amount, currency)
            writer.endObject()
        }
        writer.endArray()
    }

    private func write(
        _ billing: BillingSchedule,
        _ currency: Currency?,
        to writer: inout JSONWriter,
    ) {
        writer.beginObject()
        writer.amount(Key.skipped, billing.skipped, currency)
        writer.key(quoted: Key.open)
        writer.beginArray()
        for event in billing.events where event.isOpen {
            writer.beginObject()
            writer.text(Key.id, event.id)
            writer.key(quoted: Key.dueOn)
            writer.quoted { event.dueOn.append(to: &$0) }
            writer.amount(Key.amount, event.amount, currency)
            writer.text(Key.status, billing.status(of: event))
            writer.key(quoted: Key.attempts)
            writer.integer(Int64(event.attempts))
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}

extension OrderCore {
    /// How the order is billed, as far as its facts tell; they tell all once it is placed.
    fileprivate var billingKind: BillingKind {
        if facts.contains(.subscription) { return .subscription }
        if facts.contains(.metered) { return .metered }
        return facts.contains(.hasPlan) ? .instalments : .single
    }
}

extension JSONWriter {
    fileprivate mutating func text(_ key: String, _ text: String?) {
        self.key(quoted: key)
        if let text { string(text) } else { null() }
    }

    fileprivate mutating func time(_ key: String, _ time: Timestamp?) {
        self.key(quoted: key)
        if let time { quoted { time.append(to: &$0) } } else { null() }
    }

    fileprivate mutating func amount(_ key: String, _ units: Int64?, _ currency: Currency?) {
        self.key(quoted: key)
        if let money = Money(units, in: currency) {
            quoted { money.appendAmount(to: &$0) }
        } else {
            null()
        }
    }

    /// Writes a text where there is one.
    fileprivate mutating func known(_ key: String, _ text: String?) {
        if let text { self.text(key, text) }
    }

    /// Writes an amount where it is not zero.
    fileprivate mutating func moved(_ key: String, _ units: Int64, _ currency: Currency?) {
        if units != 0 { amount(key, units, currency) }
    }
}

/// The names of a line's members, quoted and with their colons.
private enum Key {
    static let order = #""order":"#
    static let workflow = #""workflow":"#
    static let status = #""status":"#
    static let tabs = #""tabs":"#
    static let colour = #""colour":"#
    static let message = #""message":"#
    static let confirmed = #""confirmed":"#
    static let beneath = #""beneath":"#
    static let facts = #""facts":"#
    static let revision = #""revision":"#
    static let firstPosition = #""firstPosition":"#
    static let position = #""position":"#
    static let placedAt = #""placedAt":"#
    static let updatedAt = #""updatedAt":"#
    static let customer = #""customer":"#
    static let id = #""id":"#
    static let paymentMethod = #""paymentMethod":"#
    static let kind = #""kind":"#
    static let fulfilment = #""fulfilment":"#
    static let currency = #""currency":"#
    static let total = #""total":"#
    static let authorized = #""authorized":"#
    static let released = #""released":"#
    static let captured = #""captured":"#
    static let refunded = #""refunded":"#
    static let disputed = #""disputed":"#
    static let lost = #""lost":"#
    static let outstanding = #""outstanding":"#
    static let overpaid = #""overpaid":"#
    static let billing = #""billing":"#
    static let skipped = #""skipped":"#
    static let open = #""open":"#
    static let dueOn = #""dueOn":"#
    static let amount = #""amount":"#
    static let attempts = #""attempts":"#
    static let holds = #""holds":"#
    static let authorizedAt = #""authorizedAt":"#
    static let expiresAt = #""expiresAt":"#
    static let effects = #""effects":"#
}
