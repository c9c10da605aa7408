import Orders
import Projections

/// What lines have in common whose orders have the same facts and terms, and how many there are.
///
/// Orders are many and the ways in which they stand are few, so the words for these are chosen once
/// for a share of the lines.
struct SnapshotPhrase: Sendable {
    /// The workflow that the orders go by, and their place among its statuses.
    let workflow: Workflow
    let status: Int
    /// The members from `workflow` to `tabs`, with the comma before them.
    let standing: [UInt8]
    /// `confirmed` and `beneath`, where the workflow has them, and `facts`, with the comma before.
    let marks: [UInt8]
    /// The members from `paymentMethod` to `currency`.
    let terms: [UInt8]
    let currency: Currency?
    private(set) var orders = 0
    /// What the orders that count in totals come to.
    private(set) var totals: OrderTotals?

    /// The words for orders that stand as one of them does.
    init(_ core: OrderCore, _ workflow: Workflow, _ words: SnapshotWords) {
        self.workflow = workflow
        status = workflow.status(of: core)
        currency = core.currency
        standing = [UInt8(ascii: ",")] + Self.standing(core, workflow, words)
        marks = [UInt8(ascii: ",")] + Self.marks(core, workflow)
        terms = Self.terms(core)
        totals = currency.map { OrderTotals(group: "", currency: $0) }
    }

    /// Whether the workflow has no colours, so that nothing depends on the day.
    var hasNoColour: Bool { workflow.colourRows.isEmpty }

    /// Counts an order.
    mutating func count(_ core: borrowing OrderCore) {
        orders += 1
        if OrderTotals.count(core) { totals?.add(core) }
    }

    private static func standing(
        _ core: OrderCore,
        _ workflow: Workflow,
        _ words: SnapshotWords,
    ) -> [UInt8] {
        JSONWriter.members { writer in
            writer.key("workflow")
            writer.written(words.name)
            writer.key("status")
            writer.written(words.statuses[workflow.status(of: core)])
            writer.key("tabs")
            writer.beginArray()
            let tabs = workflow.tabs(of: core)
            for tab in words.tabs.indices where tabs & 1 << UInt32(tab) != 0 {
                writer.written(words.tabs[tab])
            }
            writer.endArray()
        }
    }

    private static func marks(_ core: OrderCore, _ workflow: Workflow) -> [UInt8] {
        JSONWriter.members { writer in
            if let isConfirmed = workflow.confirmed(core) {
                writer.key("confirmed")
                writer.bool(isConfirmed)
            }
            if let beneath = workflow.beneath(core) {
                writer.key("beneath")
                writer.string(beneath)
            }
            writer.key("facts")
            writer.beginArray()
            for fact in workflow.facts(of: core).publicNames { writer.string(fact) }
            writer.endArray()
        }
    }

    private static func terms(_ core: OrderCore) -> [UInt8] {
        JSONWriter.members { writer in
            writer.key("paymentMethod")
            if let method = core.paymentMethod { writer.string(method.word) } else { writer.null() }
            writer.key("kind")
            writer.string(core.billingKind.word)
            writer.key("fulfilment")
            writer.string(core.fulfilment.word)
            writer.key("currency")
            if let currency = core.currency { writer.string(currency.code) } else { writer.null() }
        }
    }
}

extension JSONWriter {
    /// What a body writes of an object's members, by themselves and without its brackets.
    static func members(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        body(&writer)
        return Array(writer.bytes.dropFirst())
    }
}

/// What decides about the words for an order.
struct SnapshotPhraseKey: Hashable, Sendable {
    private let facts: UInt64
    private let workflow: UInt8
    private let method: UInt8
    private let currency: UInt16

    init(_ core: borrowing OrderCore) {
        facts = core.facts.rawValue
        workflow = core.workflow
        method = core.paymentMethod?.rawValue ?? 0
        currency = core.currencyNumber
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
