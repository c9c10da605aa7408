/// A core as words of 64 bits, for a store that keeps it; their order is part of its format.
///
/// Most fields mostly equal another one, or zero. Words say how a field differs from what it mostly
/// is, so that most of them are zero, and others small. Differences wrap around at 64 bits; times
/// are microseconds since 1970.
///
/// | word | field |
/// |---|---|
/// | 0 | facts, bit by bit as in `FactSet` |
/// | 1 | total |
/// | 2 | authorized, xor the total where `authorized` is a fact |
/// | 3 | released |
/// | 4 | captured, xor the total where `captured` is a fact |
/// | 5 | refunded, xor what was captured where `refunded` is a fact |
/// | 6 | disputed |
/// | 7 | lost |
/// | 8 | the latest time of an event |
/// | 9 | the latest time, less the earliest |
/// | 10 | when the order was placed, less the earliest time where `placed` is a fact |
/// | 11 | when the reseller approved, less the earliest time where `approvedByReseller` is a fact |
/// | 12 | the latest time, less that of the last turning on or off; 0 where there was none |
/// | 13 | the currency's number, from bit 16 the workflow's code, from 24 the payment method's |
extension OrderCore {
    /// Whether an event turned something on or off: what word 12 does not say.
    @usableFromInline package var isToggled: Bool { lastToggleMicroseconds != Self.never }

    /// The time that stands for none.
    private static let never = Int64.min

    /// The words of the core.
    @usableFromInline package var words: [14 of UInt64] {
        let isPlaced = facts.contains(.placed)
        let isApproved = facts.contains(.approvedByReseller)
        return [
            facts.rawValue,
            UInt64(bitPattern: total),
            UInt64(bitPattern: authorized ^ (facts.contains(.authorized) ? total : 0)),
            UInt64(bitPattern: released),
            UInt64(bitPattern: captured ^ (facts.contains(.captured) ? total : 0)),
            UInt64(bitPattern: refunded ^ (facts.contains(.refunded) ? captured : 0)),
            UInt64(bitPattern: disputed),
            UInt64(bitPattern: lost),
            UInt64(bitPattern: latestMicroseconds),
            UInt64(bitPattern: latestMicroseconds &- startedMicroseconds),
            UInt64(bitPattern: placedMicroseconds &- (isPlaced ? startedMicroseconds : 0)),
            UInt64(bitPattern: approvedMicroseconds &- (isApproved ? startedMicroseconds : 0)),
            UInt64(bitPattern: isToggled ? latestMicroseconds &- lastToggleMicroseconds : 0),
            UInt64(currencyNumber) | UInt64(workflow) << 16 | UInt64(paymentMethodCode) << 24,
        ]
    }

    /// The core that has these words, or nothing where none has.
    package init?(words: [14 of UInt64], isToggled: Bool) {
        facts = FactSet(rawValue: words[0])
        total = Int64(bitPattern: words[1])
        authorized = Int64(bitPattern: words[2]) ^ (facts.contains(.authorized) ? total : 0)
        released = Int64(bitPattern: words[3])
        captured = Int64(bitPattern: words[4]) ^ (facts.contains(.captured) ? total : 0)
        refunded = Int64(bitPattern: words[5]) ^ (facts.contains(.refunded) ? captured : 0)
        disputed = Int64(bitPattern: words[6])
        lost = Int64(bitPattern: words[7])
        latestMicroseconds = Int64(bitPattern: words[8])
        startedMicroseconds = latestMicroseconds &- Int64(bitPattern: words[9])
        let (isPlaced, isApproved) =
            (facts.contains(.placed), facts.contains(.approvedByReseller))
        placedMicroseconds =
            Int64(bitPattern: words[10]) &+ (isPlaced ? startedMicroseconds : 0)
        approvedMicroseconds =
            Int64(bitPattern: words[11]) &+ (isApproved ? startedMicroseconds : 0)
        if isToggled {
            lastToggleMicroseconds = latestMicroseconds &- Int64(bitPattern: words[12])
        }
        currencyNumber = UInt16(truncatingIfNeeded: words[13])
        workflow = UInt8(truncatingIfNeeded: words[13] >> 16)
        paymentMethodCode = UInt8(truncatingIfNeeded: words[13] >> 24)
        // Without a turning there is no word of it; with one, its time is not that of none.
        guard self.isToggled == isToggled, isToggled || words[12] == 0, words[13] >> 32 == 0 else {
            return nil
        }
    }

    /// Whether an order was placed by events that still stand.
    @usableFromInline package var isPlaced: Bool { facts.contains(.placed) }
}
