/// An amount in the minor units of its currency; below zero where somebody is owed.
public struct Money: Sendable, Hashable, CustomStringConvertible {
    /// Cents, pence, yen: whole numbers of the currency's smallest unit.
    public let minorUnits: Int64
    /// The currency, which says how many minor units a major one has.
    public let currency: Currency

    /// An amount of minor units.
    public init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// An amount of minor units; nothing where there is none, or its currency is not known.
    public init?(_ minorUnits: Int64?, in currency: Currency?) {
        guard let minorUnits, let currency else { return nil }
        self.init(minorUnits: minorUnits, currency: currency)
    }

    /// The amount with all decimals of its currency and without its code, for instance "100.00".
    public var amountText: String {
        var bytes: [UInt8] = []
        appendAmount(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the amount with all decimals of its currency and without its code.
    public func appendAmount(to bytes: inout [UInt8]) {
        Self.append(minorUnits, decimals: Int(currency.exponent), to: &bytes)
    }

    /// The amount and the code, for instance "100.00 EUR".
    public var description: String { "\(amountText) \(currency.code)" }

    /// Appends a whole number with a point before its last digits.
    static func append(_ units: Int64, decimals: Int, to bytes: inout [UInt8]) {
        if units < 0 { bytes.append(UInt8(ascii: "-")) }
        let divisor = UInt64(DecimalAmount.powersOfTen[decimals])
        Digits.append(units.magnitude / divisor, to: &bytes)
        guard decimals > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        Digits.append(units.magnitude % divisor, width: decimals, to: &bytes)
    }
}

/// The one way in which this ledger rounds.
public enum Rounding {
    /// The quotient rounded to the nearest whole number, halves to the even one.
    ///
    /// - Precondition: the divisor is above zero.
    public static func halfEven(_ dividend: Int128, dividedBy divisor: Int128) -> Int128 {
        precondition(divisor > 0, "Rounding divides by a number above zero.")
        var (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        if remainder < 0 {
            quotient -= 1
            remainder += divisor
        }
        let distance = divisor - remainder
        let roundsUp = remainder > distance || (remainder == distance && quotient & 1 == 1)
        return roundsUp ? quotient + 1 : quotient
    }
}
