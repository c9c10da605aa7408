import LedgerTesting
import Orders

// MARK: - Money and goods

extension Shop {
    private static let methods = [#""method":"card""#, #""method":"transfer""#]

    mutating func authorize() -> Told {
        let sums = book.sums
        let names = sums.authorizations.keys.sorted()
        if !names.isEmpty, random.oneIn(3) {
            let name = random.pick(names)
            let held = sums.authorizations[name] ?? Book.Authorization()
            let amount = some(of: held.amount - held.captured - held.released)
            return tell(random.pick([.authorizationVoided, .authorizationExpired])) {
                $0.amount = amount
                $0.reference = name
            }
        }
        let name = random.oneIn(5) ? nil : random.pick(["A1", "A2", "A3"])
        let amount = some(of: sums.total)
        return tell(.paymentAuthorized) {
            $0.amount = amount
            $0.reference = name
        }
    }

    /// Part of an authorization, or of what is to be paid.
    mutating func capture(_ sums: Book.Sums) -> Told {
        let method = random.pick(Self.methods)
        let names = sums.authorizations.keys.sorted()
        let name = names.isEmpty || random.oneIn(4) ? nil : random.pick(names)
        let held = name.flatMap { sums.authorizations[$0] }
        let amount = some(
            of: held.map { $0.amount - $0.released - $0.captured } ?? (sums.total - sums.captured)
        )
        let payment = random.oneIn(3) ? "P-\(number(0...40))" : nil
        return tell(.paymentCaptured) {
            $0.amount = amount
            $0.reference = name ?? payment
            $0.members = [method]
        }
    }

    mutating func refund(_ sums: Book.Sums) -> Told {
        let rest = book.isOnAccount ? sums.total : sums.captured - sums.lost
        let amount = some(of: rest - sums.refunded)
        let reference = random.oneIn(2) ? "back" : nil
        return tell(.refunded) {
            $0.amount = amount
            $0.reference = reference
        }
    }

    mutating func dispute(_ sums: Book.Sums) -> Told {
        let names = sums.disputes.keys.sorted()
        if !names.isEmpty, !random.oneIn(4) {
            let name = random.pick(names + ["D0"])
            let isLost = !random.oneIn(3)
            return tell(.disputeClosed) {
                $0.reference = name
                $0.isLost = isLost
            }
        }
        let rest = sums.captured - sums.refunded - sums.lost
        let amount = some(of: rest)
        // Its amount is part of a dispute's name here: one that is opened again is the same.
        return tell(.disputeOpened) {
            $0.amount = amount
            $0.reference = "D\(amount)"
        }
    }

    /// Some pieces of what is ordered.
    private mutating func pieces(of left: [String: Int64]) -> [Told.Line] {
        var lines: [Told.Line] = []
        for (sku, rest) in left.sorted(by: { $0.key < $1.key }) where !random.oneIn(3) {
            let quantity = some(of: rest)
            lines.append(Told.Line(sku: sku, quantity: min(quantity, rest + 1)))
        }
        return lines.filter { $0.quantity > 0 }
    }

    mutating func dispatch(_ sums: Book.Sums) -> Told {
        let left = sums.ordered.merging(sums.dispatched, uniquingKeysWith: -)
        let lines = random.oneIn(3) ? [] : pieces(of: left)
        let package = random.oneIn(2) ? [#""package":"B\#(number(1...3))""#] : []
        return tell(.dispatched) {
            $0.members = [#""tracking":"T""#] + package
            if !lines.isEmpty { $0.lines = lines }
        }
    }

    mutating func takeBack(_ sums: Book.Sums) -> Told {
        let left = sums.dispatched.merging(sums.returned, uniquingKeysWith: -)
        let lines = pieces(of: left)
        guard !lines.isEmpty else { return dispatch(sums) }
        return tell(.returned) { $0.lines = lines }
    }
}

// MARK: - Billing events

extension Shop {
    mutating func bill(_ sums: Book.Sums) -> Told {
        let ids = sums.billing.keys.sorted()
        let id = ids.isEmpty || random.oneIn(15) ? "9" : random.pick(ids)
        let amount = sums.billing[id] ?? number(1...300)
        switch number(0...14) {
        case 0...4:
            let paid = random.oneIn(6) ? amount + 1 : amount
            let method = random.pick(Self.methods)
            return tell(.paymentCaptured) {
                $0.amount = max(1, paid)
                $0.billingEvent = id
                $0.members = [method]
            }
        case 5, 6:
            let decline = random.pick(["soft", "soft", "hard"])
            return tell(.billingEventFailed) {
                $0.billingEvent = id
                $0.members = [#""decline":"\#(decline)""#]
            }
        case 7: return tell(.cardRegistered) { $0.members = [#""card":"one""#] }
        case 8: return tell(.cardReplaced) { $0.members = [#""card":"two""#] }
        case 9, 10: return merge(ids)
        case 11: return tell(.billingEventSkipped) { $0.billingEvent = id }
        case 12:
            let changed = random.oneIn(2) ? amount + number(1...20) : nil
            return tell(.billingEventRescheduled) {
                $0.billingEvent = id
                $0.amount = changed
                $0.members = [#""dueOn":"2026-05-05""#]
            }
        default:
            let name = "u\(number(1...99))"
            let price = number(1...400)
            return tell(.billingEventScheduled) {
                $0.parts = [Told.Part(id: name, amount: price)]
                $0.members = [#""dueOn":"2026-03-03""#]
            }
        }
    }

    private mutating func merge(_ ids: [String]) -> Told {
        let chosen = ids.filter { _ in random.oneIn(2) }
        let name = "m\(number(1...99))"
        return tell(.billingEventsMerged) {
            $0.merged = chosen.isEmpty ? ["1", "2"] : chosen
            $0.parts = [Told.Part(id: name, amount: 0)]
        }
    }
}
