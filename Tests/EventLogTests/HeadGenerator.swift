import LedgerTesting

@testable import EventLog
@testable import Orders

/// Heads of which each field is anything that fits, and often an end of its range, zero, or what
/// another field is.
struct HeadGenerator {
    var random: SeededGenerator

    mutating func head() -> OrderHead {
        var head = OrderHead(firstPosition: word())
        head.lastPosition = near(head.firstPosition)
        head.dataPosition = near(head.firstPosition)
        head.revision = UInt32(truncatingIfNeeded: word())
        head.idFilter = word()
        head.standing.core = core()
        head.updatedAt = near(head.standing.core.latestMicroseconds)
        head.hasMergedData = random.oneIn(2)
        head.standing.agenda = agenda()
        return head
    }

    private mutating func core() -> OrderCore {
        var core = OrderCore()
        core.facts = FactSet(rawValue: word())
        core.total = number()
        core.authorized = near(core.total)
        core.released = number()
        core.captured = near(core.total)
        core.refunded = near(core.captured)
        core.disputed = number()
        core.lost = number()
        core.startedMicroseconds = number()
        core.latestMicroseconds = near(core.startedMicroseconds)
        core.placedMicroseconds = near(core.startedMicroseconds)
        core.approvedMicroseconds = near(core.startedMicroseconds)
        core.lastToggleMicroseconds =
            random.oneIn(3) ? .min : near(core.latestMicroseconds)
        core.currencyNumber = UInt16(truncatingIfNeeded: word())
        core.workflow = UInt8(truncatingIfNeeded: word())
        core.paymentMethodCode = UInt8(truncatingIfNeeded: word())
        return core
    }

    /// Nothing, effects alone, or some of what else there may be.
    private mutating func agenda() -> Agenda {
        var agenda = Agenda()
        guard !random.oneIn(2) else { return agenda }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            agenda.content.outbox.raise(
                EffectKinds(random.pick(EffectKind.allCases)),
                at: Position(max(1, word()))
            )
        }
        guard random.oneIn(2) else { return agenda }
        agenda.content.manufacturer = random.pick(["", "ACME", "Zürich 工"])
        agenda.content.readyAt = Timestamp(microseconds: number())
        let day = Int32(truncatingIfNeeded: word())
        agenda.content.cardExpiresOn = CalendarDate(daysSince1970: day)
        let hold = Hold(
            reference: random.oneIn(2) ? "r" : nil,
            authorizedAt: Timestamp(microseconds: number()),
            expiresAt: random.oneIn(2) ? Timestamp(microseconds: number()) : nil,
            amount: max(1, number())
        )
        agenda.content.holds = random.oneIn(2) ? [hold] : []
        return agenda
    }

    /// Often few bits, or all; else as many as come.
    private mutating func word() -> UInt64 {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: random.pick([0, 1, 255, 256, 1 << 32, 1 << 63, .max - 1, .max])
        case 1: .random(in: 0...1_000, using: &random)
        default: random.next() >> UInt64.random(in: 0...63, using: &random)
        }
    }

    private mutating func number() -> Int64 { Int64(bitPattern: word()) }

    /// The same, zero, not far from it, or anything.
    private mutating func near<Number: FixedWidthInteger>(_ other: Number) -> Number {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: other
        case 1: 0
        case 2: other &+ Number(truncatingIfNeeded: Int.random(in: -300...300, using: &random))
        default: Number(truncatingIfNeeded: word())
        }
    }
}
