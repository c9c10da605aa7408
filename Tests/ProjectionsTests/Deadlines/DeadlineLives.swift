import EventLog
import LedgerTesting
import Orders

/// Random lives of orders in which deadlines come and go, with a clock that moves on.
struct DeadlineLives {
    var random: SeededGenerator
    private(set) var now: Timestamp
    private let names: [String]
    private var lives: [String: Life] = [:]
    private var others: HistoryGenerator
    private var count = 0

    private struct Life {
        let workflow: String
        var ids: [String] = []
    }

    static let manufacturers = ["ACME", "BOLT", "CROW"]

    /// - Parameter orders: how many orders the lives are about; others live beside them.
    init(seed: UInt64, orders: Int) {
        random = SeededGenerator(seed: seed)
        names = (0..<orders).map { "life-\($0)" }
        others = HistoryGenerator(seed: seed ^ 3, orders: orders / 3 + 1)
        // A week before Berlin's clocks go forward.
        now = Timestamp(microseconds: 1_774_000_000_000_000)
    }

    /// Lets some time pass: moments, hours or days, to the microsecond.
    mutating func advance() {
        let seconds = random.pick([1, 40, 900, 7_200, 40_000, 90_000, 400_000])
        let microseconds = Int64.random(in: 1...Int64(seconds) * 1_000_000, using: &random)
        now = Timestamp(microseconds: now.microseconds + microseconds)
    }

    /// The next event, and whether it is only observed.
    mutating func next() -> (event: NewEvent, policy: AppendPolicy) {
        let policy: AppendPolicy = random.oneIn(6) ? .observe : .enforce
        if random.oneIn(5) { return (others.readableEvent(), policy) }
        while true {
            if let event = try? event() { return (event, policy) }
        }
    }

    private mutating func event() throws -> NewEvent {
        let name = random.pick(names)
        count += 1
        let id = "life-\(count)"
        guard var life = lives[name] else {
            let workflow = random.pick(WorkflowCatalogue.builtIn.names)
            lives[name] = Life(workflow: workflow, ids: [id])
            let type = random.oneIn(6) ? "cartOpened" : "placed"
            return try NewEvent(name, id, type, order(workflow), at: time())
        }
        let pool = random.oneIn(15) ? random.pick(WorkflowCatalogue.builtIn.names) : life.workflow
        let (type, data) = event(in: pool, life)
        life.ids.append(id)
        lives[name] = life
        return try NewEvent(name, id, type, data, at: time())
    }

    /// Mostly now; now and then somebody comes to know of something late.
    private mutating func time() -> Timestamp {
        guard random.oneIn(6) else { return now }
        let late = Int64.random(in: 1...500_000_000_000, using: &random)
        return Timestamp(microseconds: now.microseconds - late)
    }
}

// MARK: - Data

extension DeadlineLives {
    private mutating func order(_ workflow: String) -> String {
        var members = [#""workflow":"\#(workflow)","currency":"EUR""#]
        members.append(
            #""paymentMethod":"\#(random.pick(["card", "account", "transfer", "link"]))""#
        )
        if !random.oneIn(3) {
            members.append(#""manufacturer":"\#(random.pick(Self.manufacturers))""#)
        }
        if random.oneIn(2) { members.append(#""fulfilment":"seller""#) }
        if workflow == "billing" || random.oneIn(8) {
            members.append(#""billing":\#(plan())"#)
        }
        let hasTotal = !members.contains { $0.contains("subscription") || $0.contains("metered") }
        if hasTotal { members.append(#""total":"\#(random.pick(["30.00", "30.00", "0.00"]))""#) }
        return "{\(members.joined(separator: ","))}"
    }

    private mutating func plan() -> String {
        let first = date(in: -3...20)
        return random.pick([
            #"{"kind":"instalments","count":3,"every":"P1W","first":"\#(first)"}"#,
            #"{"kind":"subscription","every":"P1W","first":"\#(first)","amount":"9.99"}"#,
            #"{"kind":"metered","every":"P1M"}"#,
            #"{"kind":"single"}"#,
        ])
    }

    private mutating func date(in days: ClosedRange<Int>) -> String {
        now.date.adding(days: Int.random(in: days, using: &random)).description
    }

    private mutating func event(in workflow: String, _ life: Life) -> (String, String) {
        if random.oneIn(8) { return common(life) }
        return switch workflow {
        case "marketplace":
            plain(["accepted", "paymentCaptured", "dispatched", "delivered", "refunded", "placed"])
        case "dealer":
            dealer()
        case "webshop":
            plain(["placed", "invoiced", "invoiced", "paymentCaptured", "dispatched"])
        case "reseller":
            plain([
                "placed", "paymentCaptured", "approved", "approved", "detailsVerified", "procured",
                "resellerPaid",
            ])
        default:
            billing()
        }
    }

    private mutating func common(_ life: Life) -> (String, String) {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return ("cancelled", "{}")
        case 1: return ("archived", "{}")
        case 2: return ("unarchived", "{}")
        case 3: return ("completed", "{}")
        case 4:
            return ("amended", #"{"manufacturer":"\#(random.pick(Self.manufacturers))"}"#)
        case 5: return ("paused", #"{"until":"\#(date(in: 0...12))"}"#)
        default:
            return ("revoked", #"{"event":"\#(random.pick(life.ids))","reason":"mistake"}"#)
        }
    }

    private mutating func plain(_ types: [String]) -> (String, String) {
        let type = random.pick(types)
        switch type {
        case "placed": return (type, #"{"currency":"EUR","total":"30.00"}"#)
        case "paymentCaptured": return (type, #"{"amount":"30.00"\#(method())}"#)
        case "refunded": return (type, #"{"amount":"30.00","reference":"r-\#(count)"}"#)
        case "dispatched": return (type, #"{"tracking":"T-1"}"#)
        case "approved":
            return (type, #"{"by":"\#(random.pick(["reseller", "reseller", "system"]))"}"#)
        case "resellerPaid": return (type, #"{"amount":"25.00"}"#)
        default: return (type, "{}")
        }
    }

    private mutating func method() -> String {
        random.pick(["", #","method":"card""#, #","method":"transfer""#])
    }

    private mutating func dealer() -> (String, String) {
        let amount = random.pick(["30.00", "10.00", "10.00"])
        let reference = random.pick(["", #","reference":"pi-1""#, #","reference":"pi-2""#])
        let ends = random.pick([
            "", #","expiresAt":"\#(date(in: 1...14))""#,
            #","expiresAt":"\#(date(in: 1...14))T10:00:00.000001Z""#,
        ])
        switch Int.random(in: 0..<9, using: &random) {
        case 0, 1, 2: return ("paymentAuthorized", #"{"amount":"\#(amount)"\#(reference)\#(ends)}"#)
        case 3: return ("authorizationVoided", #"{"amount":"\#(amount)"\#(reference)}"#)
        case 4: return ("authorizationExpired", #"{"amount":"\#(amount)"\#(reference)}"#)
        case 5: return ("paymentCaptured", #"{"amount":"\#(amount)"\#(reference)\#(method())}"#)
        case 6: return ("accepted", "{}")
        case 7: return ("dispatched", #"{"tracking":"T-2"}"#)
        default: return ("refunded", #"{"amount":"\#(amount)","reference":"r-\#(count)"}"#)
        }
    }

    private mutating func billing() -> (String, String) {
        let number = random.pick(["1", "2", "3", "4"])
        let name = #""billingEvent":"\#(number)""#
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1: return ("paymentCaptured", #"{"amount":"9.99",\#(name)\#(method())}"#)
        case 2, 3:
            let kind = random.pick(["manual", "automatic"])
            return ("billingEventFailed", #"{\#(name),"decline":"soft","retry":"\#(kind)"}"#)
        case 4: return ("billingEventFailed", #"{\#(name),"decline":"hard"}"#)
        case 5: return ("cardRegistered", #"{"card":"c-1","expires":"2026-0\#(number)"}"#)
        case 6: return ("cardReplaced", #"{"card":"c-2","expires":"2026-0\#(number)"}"#)
        case 7: return ("paused", pause())
        case 8: return ("resumed", "{}")
        case 9: return ("billingEventRescheduled", #"{\#(name),"dueOn":"\#(date(in: 0...20))"}"#)
        case 10: return ("billingEventSkipped", "{\(name)}")
        default:
            return ("billingEventScheduled", #"{"dueOn":"\#(date(in: 0...20))","amount":"5.00"}"#)
        }
    }

    private mutating func pause() -> String {
        random.pick([
            "{}", #"{"until":"\#(date(in: 0...12))"}"#,
            #"{"until":"\#(date(in: 0...12))T08:30:00.000001Z"}"#,
        ])
    }
}

extension DeadlineLives {
    /// A setting and another value for it.
    mutating func setting() -> (key: String, value: String) {
        let dealer = random.oneIn(2) ? "" : "/" + random.pick(Self.manufacturers)
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
            return ("marketplace.autoCancel", random.pick(["off", "48 hours", "90 minutes"]))
        case 1: return ("reseller.handOver", random.pick(["4 hours", "1 hours", "3 days"]))
        case 2: return ("webshop.invoiceDue", random.pick(["30 days", "2 days", "0 days"]))
        case 3: return ("webshop.unfinished", random.pick(["14 days", "1 days"]))
        case 4: return ("billing.cardExpiryNotice", random.pick(["42 days", "10 days"]))
        case 5:
            let value = random.pick(["1 business day", "2 business days", "5 business days", "off"])
            return ("dealer.confirmation" + dealer, value)
        case 6: return ("dealer.hold" + dealer, random.pick(["7 days", "36 hours", "20 days"]))
        case 7:
            let zones = [
                "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
                "Pacific/Auckland",
            ]
            return ("dealer.zone" + dealer, random.pick(zones))
        case 8:
            return ("dealer.weekend" + dealer, random.pick(["saturday,sunday", "friday", "none"]))
        default:
            let holidays = random.pick(["none", "2026-04-03,2026-04-06", "2026-03-30"])
            return ("dealer.holidays" + dealer, holidays)
        }
    }
}
