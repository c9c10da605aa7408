/// The stored form of a schedule, which is that of the reduced one.
extension BillingSchedule {
    func write(to writer: inout CompactWriter) {
        terms.write(to: &writer)
        writer.write(isReduced ? events : events.filter(\.isOpen)) { $1.write(to: &$0) }
        writer.write(skipped)
        writer.write(lastAttempt.rawValue)
        writer.write(hasNewCard)
        writer.write(isInReview)
        writer.write(isSettled)
        writer.write(pausedOn) { $0.write($1.daysSince1970) }
        writer.write(newestCycle)
        writer.write(lastNumber)
        writer.write(takenNumbers.runs) {
            $0.write($1.lowerBound)
            $0.write($1.upperBound)
        }
        writer.write(endedFilter)
    }

    init?(_ reader: inout CompactReader) {
        guard let terms = BillingTerms(&reader), let events = reader.list({ BillingEvent(&$0) }),
            let skipped = reader.signed(),
            let lastAttempt = reader.integer(UInt8.self).flatMap(Attempt.init(rawValue:)),
            let hasNewCard = reader.flag(), let isInReview = reader.flag(),
            let isSettled = reader.flag(),
            let pausedOn = reader.optional({ $0.integer(Int32.self) }),
            let newestCycle = reader.integer(Int32.self),
            let lastNumber = reader.integer(Int32.self),
            let runs = reader.list({ ClosedRange<Int32>(&$0) }),
            let takenNumbers = TakenNumbers(runs: runs),
            let endedFilter = reader.unsigned()
        else { return nil }
        self.terms = terms
        self.events = events
        self.skipped = skipped
        self.lastAttempt = lastAttempt
        self.hasNewCard = hasNewCard
        self.isInReview = isInReview
        self.isSettled = isSettled
        self.pausedOn = pausedOn.map(CalendarDate.init(daysSince1970:))
        self.newestCycle = newestCycle
        self.lastNumber = lastNumber
        self.takenNumbers = takenNumbers
        self.endedFilter = endedFilter
        isReduced = true
    }
}

extension BillingTerms {
    fileprivate func write(to writer: inout CompactWriter) {
        writer.write(kind.rawValue)
        writer.write(every) { $1.write(to: &$0) }
        writer.write(first) { $0.write($1.daysSince1970) }
        writer.write(amount)
        writer.write(until) { $0.write($1.daysSince1970) }
        writer.write(retry.maxRetries)
        retry.window.write(to: &writer)
        writer.write(retry.automatic)
        writer.write(retry.suspendWhenUsedUp)
    }

    fileprivate init?(_ reader: inout CompactReader) {
        self.init()
        guard let kind = reader.integer(UInt8.self).flatMap(BillingKind.init(rawValue:)),
            let every = reader.optional({ BillingPlan.Period(&$0) }),
            let first = reader.optional({ $0.integer(Int32.self) }),
            let amount = reader.signed(),
            let until = reader.optional({ $0.integer(Int32.self) }),
            let maxRetries = reader.signed(), let window = BillingPlan.Period(&reader),
            let automatic = reader.signed(), let suspendWhenUsedUp = reader.flag()
        else { return nil }
        self.kind = kind
        self.every = every
        self.first = first.map(CalendarDate.init(daysSince1970:))
        self.amount = amount
        self.until = until.map(CalendarDate.init(daysSince1970:))
        retry.maxRetries = maxRetries
        retry.window = window
        retry.automatic = automatic
        retry.suspendWhenUsedUp = suspendWhenUsedUp
    }
}

extension BillingPlan.Period {
    fileprivate func write(to writer: inout CompactWriter) {
        writer.write(count)
        writer.write(unit.rawValue)
    }

    fileprivate init?(_ reader: inout CompactReader) {
        guard let count = reader.integer(Int32.self), count > 0,
            let unit = reader.integer(UInt8.self).flatMap(Unit.init(rawValue:))
        else { return nil }
        self.init(count: count, unit: unit)
    }
}

extension BillingEvent {
    fileprivate func write(to writer: inout CompactWriter) {
        writer.write(id)
        writer.write(dueOn.daysSince1970)
        writer.write(amount)
        writer.write(state.rawValue)
        writer.write(attempts)
        writer.write(automaticFailures)
        writer.write(firstDeclinedAt) { $0.write($1.microseconds) }
        writer.write(cycle) { $0.write($1) }
    }

    fileprivate init?(_ reader: inout CompactReader) {
        guard let id = reader.text(), let dueOn = reader.integer(Int32.self),
            let amount = reader.signed(),
            let state = reader.integer(UInt8.self).flatMap(State.init(rawValue:)),
            let attempts = reader.integer(Int32.self),
            let automaticFailures = reader.integer(Int32.self),
            let firstDeclinedAt = reader.optional({ $0.signed() }),
            let cycle = reader.optional({ $0.integer(Int32.self) })
        else { return nil }
        self.init(
            id: id,
            dueOn: CalendarDate(daysSince1970: dueOn),
            amount: amount,
            state: state,
            attempts: attempts,
            automaticFailures: automaticFailures,
            firstDeclinedAt: firstDeclinedAt.map(Timestamp.init(microseconds:)),
            cycle: cycle
        )
    }
}

extension ClosedRange<Int32> {
    fileprivate init?(_ reader: inout CompactReader) {
        guard let first = reader.integer(Int32.self), let last = reader.integer(Int32.self),
            first <= last
        else { return nil }
        self = first...last
    }
}
