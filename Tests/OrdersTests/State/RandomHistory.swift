@testable import Orders

/// Makes histories that no rule has checked: any event at any place, each at a time of its own.
struct RandomHistory {
    struct Event {
        let name: String
        let data: String
        let id: String
        let time: String
    }

    private var generator: SeededGenerator
    /// Whether the end must not depend on the order of arrival.
    private let isOrderFree: Bool

    init(seed: UInt64, isOrderFree: Bool = false) {
        generator = SeededGenerator(seed: seed)
        self.isOrderFree = isOrderFree
    }

    mutating func events() -> [Event] {
        let count = Int.random(in: 1...16, using: &generator)
        let hasLines = Bool.random(using: &generator)
        let place = Int.random(in: 0..<(count + count / 3 + 1), using: &generator)
        return (0..<count).map { index in
            let (name, data) = index == min(place, 3) ? ("placed", order(hasLines)) : event(index)
            return Event(name: name, data: data, id: "e\(index)", time: time(index))
        }
    }

    mutating func shuffle(_ events: inout [Event]) { events.shuffle(using: &generator) }

    private mutating func time(_ index: Int) -> String {
        // Times run mostly forwards, each differs, and some lie before those that came first.
        let minute = index * 3 + Int.random(in: 0...7, using: &generator)
        return "2025-03-01T\(10 + minute / 60):\(10 + minute % 50):\(10 + index)Z"
    }

    private mutating func order(_ hasLines: Bool) -> String {
        let method = pick([
            "", #","paymentMethod":"card""#, #","paymentMethod":"account""#,
            #","paymentMethod":"link""#,
        ])
        let seller = pick(["", #","fulfilment":"seller""#])
        let price =
            hasLines
            ? #""lines":[{"sku":"A","quantity":2,"unitPrice":"5"},{"sku":"B","quantity":1,"#
                + #""unitPrice":"10"},{"sku":"A","quantity":1,"unitPrice":"0"}]"#
            : #""total":"\#(pick(["0.00", "20.00", "30.00"]))""#
        return #"{"currency":"EUR"\#(method)\#(seller),\#(price)}"#
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices.randomElement(using: &generator) ?? ""
    }

    private mutating func event(_ index: Int) -> (String, String) {
        let plain = [
            "accepted", "invoiced", "cancelled", "archived", "unarchived", "paused", "resumed",
            "completed", "confirmationOverdue", "detailsVerified", "resellerPaid", "cardRegistered",
            "refundRequested", "refundDeclined", "dispatched", "delivered", "deliveryFailed",
            "procured", "somethingNew",
        ]
        switch Int.random(in: 0..<10, using: &generator) {
        case 0, 1, 2: return (pick(plain), "{}")
        case 3, 4: return money()
        case 5, 6: return goods()
        case 7: return care()
        case 8: return ("approved", #"{"by":"\#(pick(["reseller", "system"]))"}"#)
        default: return edit(index)
        }
    }

    private mutating func money() -> (String, String) {
        let name = pick([
            "paymentAuthorized", "authorizationVoided", "authorizationExpired", "paymentCaptured",
            "paymentCaptured", "paymentCaptured", "refunded",
        ])
        let currency = pick(["", "", "", #","currency":"EUR""#, #","currency":"USD""#])
        let reference = pick(["", #","reference":"r1""#, #","reference":"r2""#])
        let method = pick(["", #","method":"card""#, #","method":"transfer""#])
        let amount = pick(["10.00", "20.00", "5.00"])
        return (name, #"{"amount":"\#(amount)"\#(currency)\#(reference)\#(method)}"#)
    }

    private mutating func goods() -> (String, String) {
        let package = pick(["", #""package":"p1","#, #""package":"p2","#])
        let sku = pick(["A", "B"])
        let lines = #""lines":[{"sku":"\#(sku)","quantity":\#(pick(["1", "2", "3"]))}]"#
        switch Int.random(in: 0..<5, using: &generator) {
        case 0, 1: return ("dispatched", "{\(package)\(lines)}")
        case 2: return ("delivered", "{\(package.dropLast())}")
        case 3: return ("deliveryFailed", "{\(package.dropLast())}")
        default:
            return pick(["", "x"]).isEmpty
                ? ("returned", "{\(lines)}") : ("procured", #"{"lines":["\#(sku)"]}"#)
        }
    }

    private mutating func care() -> (String, String) {
        let name = pick(["a", "b"])
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: return ("complaintOpened", #"{"complaint":"\#(name)","kind":"other"}"#)
        case 1: return ("complaintClosed", #"{"complaint":"\#(name)","outcome":"resolved"}"#)
        case 2: return ("disputeOpened", #"{"reference":"\#(name)","amount":"3.00"}"#)
        default:
            let outcome = pick(["won", "lost"])
            return ("disputeClosed", #"{"reference":"\#(name)","outcome":"\#(outcome)"}"#)
        }
    }

    private mutating func edit(_ index: Int) -> (String, String) {
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: return ("cartUpdated", #"{"site":"s\#(index)","paymentMethod":"account"}"#)
        case 1: return ("amended", #"{"shippingAddress":{"city":"Graz"}}"#)
        case 2: return ("amended", #"{"paymentMethod":"\#(pick(["account", "card"]))"}"#)
        case 3 where !isOrderFree:
            return (
                "revoked",
                #"{"event":"e\#(Int.random(in: 0...index, using: &generator))","reason":""}"#
            )
        case 3: return ("commented", #"{"text":"x"}"#)
        default:
            return isOrderFree
                ? ("trackingUpdated", #"{"tracking":"T"}"#)
                : ("amended", #"{"shipping":"\#(pick(["1.00", "2.00"]))"}"#)
        }
    }
}
