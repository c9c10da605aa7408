import EventLog
import Orders
import Projections

/// Writes the lines of a snapshot: the state of one order each, as a JSON object.
///
/// A line follows from the log alone. It holds what the order's events have made of it, and of its
/// customer nothing but the id; what was ordered stands in the log.
///
/// | member | what it says |
/// |---|---|
/// | `order` | the order's id |
/// | `workflow`, `status`, `tabs`, `colour`, `message` | as the order's own workflow sees it, by the settings that stood at the snapshot's position, on the day on which the ledger took the event there |
/// | `confirmed`, `beneath` | the mark beside the tab, the status under one that hides it, or null |
/// | `facts` | the contract's facts that hold, in the contract's order |
/// | `revision`, `firstPosition`, `position` | of its last event, and of its first and last in the log |
/// | `placedAt`, `updatedAt` | when it was placed, or null; `occurredAt` of its last event |
/// | `customer` | the id in an object, or null |
/// | `paymentMethod`, `kind`, `fulfilment`, `currency` | in the contract's words |
/// | `total`, `authorized`, `released`, `captured`, `refunded`, `disputed`, `lost`, `outstanding`, `overpaid` | amounts as text, null as long as the currency is not known or there is no total |
/// | `billing` | `skipped`, and in `open` the billing events still to be collected, in the order in which they were made; null without a plan |
/// | `holds` | money that a card's issuer holds: when it was authorized, when it is let go, how much |
/// | `effects` | the keys of the effects that nobody has carried out, in the order of the log |
struct SnapshotLines: Sendable {
    private let layouts: ViewLayouts
    private let day: CalendarDate
    /// The words of each workflow, by its code.
    private let words: [SnapshotWords?]

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

    /// Writes the line of an order, without the line feed behind it.
    ///
    /// - Parameters:
    ///   - head: where the order stood at the snapshot's position.
    func write(
        _ head: borrowing OrderHead,
        _ identity: OrderIdentity,
        to writer: inout JSONWriter,
    ) {
        let core = head.standing.core
        let workflow = layouts.layout(of: core).workflow
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
        let settings = layouts.rules.settings
        let hasColours = !workflow.colourRows.isEmpty
        writer.text(
            Key.colour,
            hasColours ? workflow.colour(of: core, on: day, settings: settings) : nil
        )
        writer.text(Key.message, hasColours ? workflow.message(of: core) : nil)
        writer.key(quoted: Key.confirmed)
        if let isConfirmed = workflow.confirmed(core) {
            writer.bool(isConfirmed)
        } else {
            writer.null()
        }
        writer.text(Key.beneath, workflow.beneath(core))
        writer.key(quoted: Key.facts)
        writer.beginArray()
        let facts = workflow.facts(of: core).rawValue
        for bit in SnapshotWords.facts.indices where facts & 1 << UInt64(bit) != 0 {
            writer.written(SnapshotWords.facts[bit])
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
        writer.amount(Key.released, core.released, currency)
        writer.amount(Key.captured, core.captured, currency)
        writer.amount(Key.refunded, core.refunded, currency)
        writer.amount(Key.disputed, core.disputed, currency)
        writer.amount(Key.lost, core.lost, currency)
        writer.amount(Key.outstanding, core.outstanding, currency)
        writer.amount(Key.overpaid, core.overpaid, currency)
    }

    private func writeAgenda(
        _ agenda: Agenda,
        _ currency: Currency?,
        to writer: inout JSONWriter,
    ) {
        guard !agenda.isEmpty else { return writer.written(behindKeys: Self.emptyAgenda) }
        writer.key(quoted: Key.billing)
        if let billing = agenda.billing {
            write(billing, currency, to: &writer)
        } else {
            writer.null()
        }
        writer.key(quoted: Key.holds)
        writer.beginArray()
        for hold in agenda.holds {
            writer.beginObject()
            writer.time(Key.authorizedAt, hold.authorizedAt)
            writer.time(Key.expiresAt, hold.expiresAt)
            writer.amount(Key.amount, hold.amount, currency)
            writer.endObject()
        }
        writer.endArray()
        writer.key(quoted: Key.effects)
        writer.beginArray()
        for effect in agenda.outbox.open { writer.string(effect.description) }
        writer.endArray()
    }

    private static let emptyAgenda = [
        Key.billing, Array("null,".utf8), Key.holds,
        Array("[],".utf8), Key.effects, Array("[]".utf8),
    ].flatMap(\.self)

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
    fileprivate mutating func text(_ key: [UInt8], _ text: String?) {
        self.key(quoted: key)
        if let text { string(text) } else { null() }
    }

    fileprivate mutating func time(_ key: [UInt8], _ time: Timestamp?) {
        self.key(quoted: key)
        if let time { quoted { time.append(to: &$0) } } else { null() }
    }

    fileprivate mutating func amount(_ key: [UInt8], _ units: Int64?, _ currency: Currency?) {
        self.key(quoted: key)
        if let money = Money(units, in: currency) {
            quoted { money.appendAmount(to: &$0) }
        } else {
            null()
        }
    }

    /// Writes members that are JSON already.
    fileprivate mutating func written(behindKeys members: [UInt8]) { written(members) }
}

/// The names of a line's members, quoted and with their colons.
private enum Key {
    static let order = quoted("order")
    static let workflow = quoted("workflow")
    static let status = quoted("status")
    static let tabs = quoted("tabs")
    static let colour = quoted("colour")
    static let message = quoted("message")
    static let confirmed = quoted("confirmed")
    static let beneath = quoted("beneath")
    static let facts = quoted("facts")
    static let revision = quoted("revision")
    static let firstPosition = quoted("firstPosition")
    static let position = quoted("position")
    static let placedAt = quoted("placedAt")
    static let updatedAt = quoted("updatedAt")
    static let customer = quoted("customer")
    static let id = quoted("id")
    static let paymentMethod = quoted("paymentMethod")
    static let kind = quoted("kind")
    static let fulfilment = quoted("fulfilment")
    static let currency = quoted("currency")
    static let total = quoted("total")
    static let authorized = quoted("authorized")
    static let released = quoted("released")
    static let captured = quoted("captured")
    static let refunded = quoted("refunded")
    static let disputed = quoted("disputed")
    static let lost = quoted("lost")
    static let outstanding = quoted("outstanding")
    static let overpaid = quoted("overpaid")
    static let billing = quoted("billing")
    static let skipped = quoted("skipped")
    static let open = quoted("open")
    static let dueOn = quoted("dueOn")
    static let amount = quoted("amount")
    static let attempts = quoted("attempts")
    static let holds = quoted("holds")
    static let authorizedAt = quoted("authorizedAt")
    static let expiresAt = quoted("expiresAt")
    static let effects = quoted("effects")

    private static func quoted(_ name: String) -> [UInt8] { Array("\"\(name)\":".utf8) }
}
