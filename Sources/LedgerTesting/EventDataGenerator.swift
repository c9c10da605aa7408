import Orders

/// Random data for every type of event: readable always, sensible often.
enum EventDataGenerator {
    /// - Parameter ids: ids of earlier events of the order.
    static func data(
        of type: String,
        ids: [String],
        using random: inout SeededGenerator
    ) -> String {
        switch type {
        case "cartOpened", "cartUpdated", "placed", "amended": order(type, &random)
        case "approved": #"{"by":"\#(random.pick(["reseller", "system"]))"}"#
        case "commented": #"{"text":"note \#(Int.random(in: 0..<9, using: &random)) ✓"}"#
        case "revoked": #"{"event":"\#(random.pick(ids + ["nothing"]))","reason":"mistake"}"#
        case "returned": #"{"lines":\#(pieces(&random))}"#
        case "dispatched": dispatch(&random)
        case "trackingUpdated": #"{"tracking":"T-2"}"#
        case "delivered", "deliveryFailed":
            random.oneIn(2) ? "{}" : #"{"package":"\#(random.pick(["P1", "P2"]))"}"#
        default: complaint(type, &random) ?? money(type, &random) ?? billing(type, &random) ?? "{}"
        }
    }

    private static func complaint(_ type: String, _ random: inout SeededGenerator) -> String? {
        switch type {
        case "complaintOpened": #"{"complaint":"K1","kind":"defective","text":"broken"}"#
        case "complaintClosed": #"{"complaint":"K1","outcome":"resolved"}"#
        case "effectSucceeded", "effectFailed": #"{"effect":"mailCustomer@7"}"#
        case "resellerPaid": #"{"amount":"\#(amount(&random))"}"#
        default: nil
        }
    }

    private static func money(_ type: String, _ random: inout SeededGenerator) -> String? {
        switch type {
        case "paymentAuthorized", "authorizationVoided", "authorizationExpired",
            "paymentCaptured", "refunded":
            let reference = random.oneIn(2) ? "" : #","reference":"R\#(digit(&random))""#
            return #"{"amount":"\#(amount(&random))"\#(currency(&random))\#(reference)}"#
        case "refundRequested": return #"{"amount":"\#(amount(&random))"}"#
        case "paymentDeclined": return #"{"decline":"soft","amount":"\#(amount(&random))"}"#
        case "disputeOpened": return #"{"reference":"D\#(digit(&random))","amount":"5.00"}"#
        case "disputeClosed": return #"{"reference":"D\#(digit(&random))","outcome":"lost"}"#
        case "creditNoteIssued": return #"{"amount":"5.00","number":"N-1"}"#
        case "invoiced": return #"{"number":"I-\#(digit(&random))"}"#
        default: return nil
        }
    }

    private static func billing(_ type: String, _ random: inout SeededGenerator) -> String? {
        switch type {
        case "billingEventFailed": #"{"billingEvent":"1","decline":"soft"}"#
        case "billingEventScheduled": #"{"dueOn":"2026-03-01","amount":"5.00"}"#
        case "billingEventRescheduled": #"{"billingEvent":"1","dueOn":"2026-03-02"}"#
        case "billingEventSkipped": #"{"billingEvent":"1"}"#
        case "billingEventsMerged":
            #"{"billingEvents":["1"],"into":{"id":"2","dueOn":"2026-03-01"}}"#
        default: nil
        }
    }

    private static func order(_ type: String, _ random: inout SeededGenerator) -> String {
        var members: [String] = []
        if type == "placed" || random.oneIn(3) {
            members.append(#""currency":"\#(random.oneIn(12) ? "GBP" : "EUR")""#)
        }
        if type == "placed" || random.oneIn(2) { members.append(#""lines":\#(lines(&random))"#) }
        if random.oneIn(4) { members.append(#""total":"\#(total(&random))""#) }
        if random.oneIn(3) { members.append(#""workflow":"\#(random.pick(workflows))""#) }
        if random.oneIn(2) {
            members.append(#""paymentMethod":"\#(random.pick(["card", "account", "transfer"]))""#)
        }
        if random.oneIn(3) {
            members.append(#""customer":{"id":"C-\#(digit(&random))","name":"Zoë"}"#)
        }
        if random.oneIn(4) { members.append(#""shipping":"2.50""#) }
        if type != "placed", random.oneIn(4) { members.append(#""discount":null"#) }
        if random.oneIn(4) { members.append(#""details":{"gift":"yes"},"own":[1,2.50]"#) }
        if random.oneIn(5) { members.append(#""fulfilment":"seller""#) }
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func lines(_ random: inout SeededGenerator) -> String {
        let lines = (0...Int.random(in: 0..<2, using: &random)).map { _ in
            #"{"sku":"\#(random.pick(skus))","quantity":\#(digit(&random) + 1),"unitPrice":"5.00"}"#
        }
        return "[" + lines.joined(separator: ",") + "]"
    }

    private static func dispatch(_ random: inout SeededGenerator) -> String {
        var members: [String] = []
        if !random.oneIn(4) { members.append(#""tracking":"T-1""#) }
        if random.oneIn(2) { members.append(#""package":"\#(random.pick(["P1", "P2"]))""#) }
        if random.oneIn(2) { members.append(#""lines":\#(pieces(&random))"#) }
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func pieces(_ random: inout SeededGenerator) -> String {
        #"[{"sku":"\#(random.pick(skus))","quantity":\#(digit(&random) + 1)}]"#
    }

    private static func amount(_ random: inout SeededGenerator) -> String {
        // The last is read, but has more decimals than the order's currency.
        random.pick(["5.00", "10.00", "15.00", "0.01", "7.5", "30", "0", "0.001"])
    }

    private static func total(_ random: inout SeededGenerator) -> String {
        random.pick(["5.00", "10.00", "15.00", "7.5", "30", "0"])
    }

    private static func currency(_ random: inout SeededGenerator) -> String {
        random.oneIn(10) ? #","currency":"CLF""# : ""
    }

    private static func digit(_ random: inout SeededGenerator) -> Int {
        Int.random(in: 0..<3, using: &random)
    }

    private static let skus = ["TEA", "CUP"]
    private static let workflows = WorkflowCatalogue.builtIn.names
}
