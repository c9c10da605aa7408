import LedgerTesting
import Orders

/// One order, and the hands that deal with it: they mostly do what makes sense, and now and then
/// what must not be.
struct Shop: Sendable {
    let order: String
    let currency: Currency
    var random: SeededGenerator
    var book: Book
    var room = StockRoom()
    private(set) var time = ManualClock.start
    private var count = 0
    private let isTracked: Bool

    static let workflows = ["marketplace", "dealer", "webshop", "billing", "reseller"]

    init(_ place: Int, seed: UInt64) {
        order = "h-\(place)"
        random = SeededGenerator(seed: seed)
        let codes = ["EUR", "EUR", "JPY", "KWD"]
        guard let currency = Currency(code: random.pick(codes)) else {
            preconditionFailure("The currencies of the simulation are in ISO 4217.")
        }
        self.currency = currency
        isTracked = !random.oneIn(5)
        book = Book(workflow: Self.workflows[place % 5], isOnAccount: random.oneIn(5))
    }

    /// Another event, at a later time or the same.
    mutating func tell(_ type: EventType, _ fill: (inout Told) -> Void = { _ in }) -> Told {
        count += 1
        if !random.oneIn(6) { time = time.adding(.seconds(number(1...30_000))) }
        var told = Told(id: "e\(count)", type: type, time: time)
        fill(&told)
        return told
    }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
        Int64.random(in: range, using: &random)
    }

    /// All that is left, a part of it, or a little more.
    mutating func some(of rest: Int64) -> Int64 {
        guard rest > 0 else { return number(1...900) }
        switch number(0...5) {
        case 0: return rest + number(1...9)
        case 1, 2: return rest
        default: return number(1...rest)
        }
    }

    /// What happens next.
    mutating func next() -> Told {
        let sums = book.sums
        if book.told.isEmpty { return random.oneIn(12) ? act(sums) : placed() }
        if !sums.isPlaced, random.oneIn(3) { return placed() }
        if book.workflow == "dealer", !book.told.contains(where: { $0.type == .accepted }),
            random.oneIn(2)
        {
            return tell(.accepted)
        }
        if book.workflow == "billing", random.oneIn(2) { return bill(sums) }
        return act(sums)
    }

    private mutating func act(_ sums: Book.Sums) -> Told {
        switch number(0...33) {
        case 0, 1: return authorize()
        case 2...6: return capture(sums)
        case 7, 8: return refund(sums)
        case 9, 10: return dispute(sums)
        case 11...13: return dispatch(sums)
        case 14, 15: return takeBack(sums)
        case 16, 17: return amend(sums)
        case 18: return random.oneIn(2) ? tell(.cancelled) : step()
        case 19: return random.oneIn(3) ? tell(random.pick([.archived, .unarchived])) : step()
        case 20: return paper()
        case 21...24: return revoke()
        case 25...28: return settle() ?? step()
        case 29, 30: return again()
        default: return step()
        }
    }

    private mutating func step() -> Told {
        switch number(0...12) {
        case 0: return tell(.approved) { $0.members = [#""by":"reseller""#] }
        case 1: return tell(.detailsVerified)
        case 2: return tell(.procured)
        case 3:
            return tell(.complaintOpened) {
                $0.members = [#""complaint":"K""#, #""kind":"other""#]
            }
        case 4:
            return tell(.complaintClosed) {
                $0.members = [#""complaint":"K""#, #""outcome":"resolved""#]
            }
        case 5: return tell(.commented) { $0.members = [#""text":"x""#, #""notify":true"#] }
        case 6: return tell(.refundRequested)
        case 7: return tell(.delivered)
        case 8: return tell(.deliveryFailed)
        case 9: return random.oneIn(3) ? tell(.completed) : tell(.accepted)
        case 10: return tell(.trackingUpdated) { $0.members = [#""tracking":"U""#] }
        default: return tell(.accepted)
        }
    }
}

// MARK: - Terms

extension Shop {
    private mutating func lines() -> [Told.Line] {
        (0...number(0...2)).map { _ in
            Told.Line(
                sku: random.pick(["TEA", "CUP", "POT"]),
                quantity: number(1...5),
                price: number(0...400),
                isTracked: isTracked && !random.oneIn(5)
            )
        }
    }

    private mutating func placed() -> Told {
        let methods = ["card", "transfer", "link"]
        let method = book.isOnAccount ? "account" : random.pick(methods)
        let terms = [
            #""workflow":"\#(book.workflow)""#, #""currency":"\#(currency.code)""#,
            #""paymentMethod":"\#(method)""#, #""customer":{"id":"C"}"#,
        ]
        guard book.workflow == "billing" else {
            let lines = lines()
            let isPlain = random.oneIn(6)
            let total = number(0...2_000)
            return tell(.placed) {
                $0.members = terms
                guard isPlain else { return $0.lines = lines }
                $0.amount = total
            }
        }
        return placed(terms)
    }

    /// A plan: instalments with their amounts, what is scheduled on demand, or one payment.
    private mutating func placed(_ terms: [String]) -> Told {
        let lines = lines()
        let parts = (1...Int(number(2...5))).map { Told.Part(id: "\($0)", amount: number(1...500)) }
        let kind = number(0...3)
        return tell(.placed) {
            $0.members = terms
            switch kind {
            case 0: $0.lines = lines
            case 1: $0.members.append(#""billing":{"kind":"metered","every":"P1M"}"#)
            default: $0.parts = parts
            }
        }
    }

    private mutating func amend(_ sums: Book.Sums) -> Told {
        guard !sums.lines.isEmpty, !random.oneIn(8) else {
            return tell(.amended) { $0.members = [#""shippingAddress":{"city":"Graz"}"#] }
        }
        var lines = sums.lines
        let place = Int(number(0...Int64(lines.count - 1)))
        let old = lines[place]
        let quantity = max(1, old.quantity + random.pick([-2, -1, -1, 1, 2]))
        lines[place] = Told.Line(
            sku: old.sku,
            quantity: quantity,
            price: old.price,
            isTracked: old.isTracked
        )
        if random.oneIn(6) { lines.append(contentsOf: self.lines().prefix(1)) }
        if lines.count > 1, random.oneIn(5) { lines.removeFirst() }
        return tell(.amended) { $0.lines = lines }
    }
}

// MARK: - Corrections, papers and effects

extension Shop {
    private mutating func revoke() -> Told {
        let last = book.standing.last?.id ?? "nothing"
        let all = book.told.map(\.id) + [last, last]
        let target = random.pick(all)
        return tell(.revoked) {
            $0.target = target
            $0.members = [#""reason":"mistake""#]
        }
    }

    /// The same once more: now and then word for word, else as another event, like a box that is
    /// ticked twice.
    private mutating func again() -> Told {
        guard !book.told.isEmpty else { return step() }
        var told = random.pick(book.told)
        if random.oneIn(2) || told.type == .revoked { return told }
        told.id = tell(.commented).id
        told.time = time
        return told
    }

    private mutating func paper() -> Told {
        let number = random.oneIn(5) ? "\(number(1...60))" : nil
        if random.oneIn(3) {
            let amount = number.map { _ in 5 } ?? self.number(1...90)
            return tell(.creditNoteIssued) {
                $0.amount = amount
                $0.number = number
            }
        }
        return tell(.invoiced) { $0.number = number }
    }

    /// A worker's word about an effect that waits, or that waited before.
    private mutating func settle() -> Told? {
        let open = room.open.keys.sorted()
        let closed = room.closed.keys.sorted()
        if !closed.isEmpty, random.oneIn(4) { return outcome(of: random.pick(closed)) }
        return open.isEmpty ? nil : outcome(of: random.pick(open))
    }

    mutating func outcome(of key: EffectKey) -> Told {
        if !key.kind.movesStock, random.oneIn(6) {
            return tell(.effectFailed) { $0.effect = key.description }
        }
        let type: EventType =
            switch key.kind {
            case .capturePayment: .paymentCaptured
            case .releaseHold: .authorizationVoided
            case .refundPayment where random.oneIn(2): .refunded
            default: .effectSucceeded
            }
        let sums = book.sums
        let amount = some(of: type == .refunded ? sums.captured - sums.refunded : sums.total)
        return tell(type) {
            $0.effect = key.description
            if type != .effectSucceeded { $0.amount = amount }
        }
    }
}
