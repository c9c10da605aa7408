public import Orders
public import Projections

/// All that can be said of one order: its row in lists, and everything behind it.
///
/// Events that were taken back do not show; `HistoryEntry` has them. Amounts are text in the
/// order's currency, and absent as long as the currency is not known.
public struct OrderDocument: Sendable {
    /// The order as lists have it.
    public internal(set) var summary: OrderSummary
    /// The contract's facts that hold, as the workflow reads them.
    public internal(set) var facts: [String]
    /// The types of the events that the workflow takes now.
    public internal(set) var allowed: [String]
    /// The mark beside the tab, in workflows that have one.
    public internal(set) var confirmed: Bool?
    /// The status under one that hides it, such as archived.
    public internal(set) var beneath: String?
    /// What was ordered, a row a line.
    public let lines: [Line]
    /// What shipping costs, in the order's currency.
    public let shipping: String?
    /// What is taken off the sum, in the order's currency.
    public let discount: String?
    /// The tax on the whole order, beside the lines' own.
    public let tax: String?
    /// Who hands the goods over: platform or seller.
    public let fulfilment: String
    /// Who makes the goods, where an event names it.
    public let manufacturer: String?
    /// Free text by key.
    public let details: JSONValue?
    /// The address of the invoice, as the events have it.
    public let billingAddress: JSONValue?
    /// The address of the goods, as the events have it.
    public let shippingAddress: JSONValue?
    /// What was dispatched, a row a package.
    public let packages: [Package]
    /// The invoices that were issued.
    public let invoices: [Invoice]
    /// The credit notes that were issued.
    public let creditNotes: [CreditNote]
    /// The cards that were registered.
    public internal(set) var cards: [RegisteredCard]
    /// The billing plan as it was agreed.
    public let billing: JSONValue?
    /// The billing events; nothing for an order that is billed without any.
    public internal(set) var schedule: OrderSchedule?
    /// Authorizations, captures, refunds and declines, in the order of the log.
    public internal(set) var payments: [Payment]
    /// The complaints, open and closed.
    public let complaints: [ComplaintEntry]
    /// Requests for refunds, and what became of them.
    public let refundRequests: [RefundRequestEntry]
    /// What happened, in sentences for people.
    public internal(set) var progress: [ProgressLine]
    /// The effects that nobody has carried out yet, in the order of the log.
    public internal(set) var effects: [OpenEffect]
    /// What was left out because it is not for the customer's eyes.
    public internal(set) var leftOut: [String] = []
    /// The status as the customer knows it.
    let statusForCustomer: String

    /// Everything about an order at a moment.
    ///
    /// - Parameters:
    ///   - workflow: the workflow to look through.
    ///   - instant: the time by which deadlines have passed or not.
    ///   - day: the day by which billing events are overdue or not.
    ///   - settings: the ledger's, of the moment that is looked at.
    /// - Complexity: O(events of the order).
    init(
        _ summary: OrderSummary,
        of moment: OrderMoment,
        through workflow: Workflow,
        at instant: Timestamp,
        on day: CalendarDate,
        settings: WorkflowSettings,
    ) {
        let state = moment.state
        let core = state.core
        let currency = core.currency
        let agreed = state.data
        self.summary = summary
        facts = workflow.facts(of: core).publicNames
        allowed = workflow.allowed(core, at: instant, settings: settings).map(\.name)
        confirmed = workflow.confirmed(core)
        beneath = workflow.beneath(core)
        statusForCustomer = workflow.statusForCustomer(of: core)
        lines = state.lines.map { Line($0, in: currency) }
        shipping = agreed.shipping?.text(in: currency)
        discount = agreed.discount?.text(in: currency)
        tax = agreed.tax?.text(in: currency)
        fulfilment = core.fulfilment.word
        manufacturer = agreed.manufacturer
        details = agreed.details
        billingAddress = agreed.billingAddress
        shippingAddress = agreed.shippingAddress
        packages = state.packages
        billing = agreed.billing
        if state.agenda.billing != nil {
            schedule = OrderSchedule(
                summary.order,
                in: state,
                of: summary.workflow,
                status: summary.status,
                on: day
            )
        }
        effects = OpenEffect.effects(moment.outbox, of: summary.order, in: state)
        let events = state.standingEvents
        invoices = events.compactMap(Invoice.init)
        creditNotes = events.compactMap { CreditNote($0, in: currency) }
        cards = RegisteredCard.cards(in: events, inForce: state.cardInForce)
        payments = events.compactMap { Payment($0, in: currency) }
        complaints = state.complaints.map { ComplaintEntry($0, in: events) }
        refundRequests = RefundRequestEntry.requests(in: events, currency: currency)
        progress = events.compactMap { ProgressLine($0, in: currency) }
    }
}

extension OrderDocument {
    /// A line of the order, and what became of its pieces.
    public struct Line: Sendable {
        /// The article's number.
        public let sku: String
        /// The article's title.
        public let title: String?
        /// Which variant of it.
        public let variant: String?
        /// The price of a piece, in the order's currency.
        public let unitPrice: String?
        /// The tax on the line.
        public let tax: String?
        /// Pieces that were ordered.
        public let ordered: Int64
        /// Pieces that were dispatched.
        public let dispatched: Int64
        /// Pieces that were delivered.
        public let delivered: Int64
        /// Pieces that came back.
        public let returned: Int64
        /// Further data of the line, by key.
        public let details: JSONValue?

        init(_ state: LineState, in currency: Currency?) {
            sku = state.line.sku
            title = state.line.title
            variant = state.line.variant
            unitPrice = state.line.unitPrice?.text(in: currency)
            tax = state.line.tax?.text(in: currency)
            ordered = state.ordered
            dispatched = state.dispatched
            delivered = state.delivered
            returned = state.returned
            details = state.line.details
        }
    }
}

extension DecimalAmount {
    /// The amount with at least the decimals of a currency; unit prices may have more.
    func text(in currency: Currency?) -> String {
        guard let currency, let units = minorUnits(in: currency) else { return description }
        return Money(minorUnits: units, currency: currency).amountText
    }
}
