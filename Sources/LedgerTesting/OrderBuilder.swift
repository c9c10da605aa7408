public import EventLog
public import Orders

/// Tells the life of one order event by event: ids are numbered, and two hours pass between events.
public struct OrderBuilder {
    public let order: OrderID
    public let workflow: String
    /// Events that were made.
    public private(set) var count = 0
    /// When the next event happens.
    public var time = ManualClock.start

    /// - Parameter name: 1 to 200 bytes that do not begin with `$`.
    public init(_ name: String, workflow: String = "marketplace") {
        guard let order = OrderID(name) else { preconditionFailure("\(name) is no order id") }
        self.order = order
        self.workflow = workflow
    }

    /// The next event, from its name and its data as JSON text.
    public mutating func event(_ type: String, _ data: String = "{}") throws(LedgerError)
        -> NewEvent
    {
        let event = try NewEvent(order.rawValue, "e\(count)", type, data, at: time)
        count += 1
        time = time.adding(.seconds(7_200))
        return event
    }

    /// `placed` with one line of three pieces at 10.00.
    public mutating func placed(paymentMethod: String = "card") throws(LedgerError) -> NewEvent {
        try event(
            "placed",
            """
            {"currency":"EUR","total":"30.00","workflow":"\(workflow)",\
            "customer":{"id":"C-1","name":"Ann Lee","email":"ann@example.org","country":"DE"},\
            "lines":[{"sku":"TEA","title":"Tea","quantity":3,"unitPrice":"10.00"}],\
            "paymentMethod":"\(paymentMethod)","site":"main"}
            """
        )
    }

    public mutating func captured(_ amount: String = "30.00") throws(LedgerError) -> NewEvent {
        try event("paymentCaptured", #"{"amount":"\#(amount)","reference":"cap-\#(count)"}"#)
    }

    public mutating func refunded(_ amount: String) throws(LedgerError) -> NewEvent {
        try event("refunded", #"{"amount":"\#(amount)","reference":"ref-\#(count)"}"#)
    }

    public mutating func dispatched() throws(LedgerError) -> NewEvent {
        try event("dispatched", #"{"tracking":"T-\#(count)","carrier":"Post"}"#)
    }

    public mutating func commented(_ text: String) throws(LedgerError) -> NewEvent {
        try event("commented", #"{"text":"\#(text)"}"#)
    }

    /// A life from placement to its happy end, as the order's workflow takes it.
    public mutating func wholeLife() throws(LedgerError) -> [NewEvent] {
        var events = [try placed()]
        switch workflow {
        case "dealer":
            events += [try event("accepted"), try captured(), try dispatched()]
            events.append(try event("archived"))
        case "webshop":
            events += [try event("invoiced", #"{"number":"I-1"}"#), try captured()]
            events.append(try dispatched())
        case "reseller":
            events += [try captured(), try event("approved", #"{"by":"reseller"}"#)]
            events += [try event("detailsVerified"), try event("procured")]
            events.append(try event("resellerPaid", #"{"amount":"25.00"}"#))
            events.append(try event("approved", #"{"by":"system"}"#))
        default:
            events += [try captured(), try dispatched(), try event("delivered")]
        }
        return events
    }
}

extension NewEvent {
    /// An event from plain text: an order, an id, a type and its data as JSON.
    public convenience init(
        _ order: String,
        _ id: String,
        _ type: String,
        _ data: String = "{}",
        at time: Timestamp? = nil,
        context: EventContext = EventContext(),
    ) throws(LedgerError) {
        guard let order = OrderID(order), let id = EventID(id) else {
            throw LedgerError(.malformed, "\(order) is no order id, or \(id) no event id")
        }
        let bytes = Array(data.utf8)
        try self.init(
            order: order,
            id: id,
            typeName: type,
            data: bytes,
            range: bytes.indices,
            occurredAt: time,
            context: context
        )
    }
}
