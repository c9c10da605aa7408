/// An amount as it was written: a decimal of at most six digits behind the point, never negative.
///
/// The currency decides later whether the digits fit; until then nothing is rounded.
public struct DecimalAmount: Sendable, Hashable, CustomStringConvertible {
    /// The amount in millionths of the major unit.
    public let millionths: Int64
    /// Digits behind the point as written, 0 to 6; "1.50" has two.
    public let fractionDigits: UInt8

    /// Digits behind the point that an amount may have at most.
    public static let maximumFractionDigits = 6

    /// An amount of millionths, not below zero, that was written with 0 to 6 decimals.
    public init(millionths: Int64, fractionDigits: UInt8) {
        self.millionths = millionths
        self.fractionDigits = fractionDigits
    }

    /// Minor units of a currency as an amount with all its decimals, 1 cent as "0.01".
    ///
    /// Nothing for an amount below zero, or above 9 million million.
    public init?(minorUnits: Int64, in currency: Currency) {
        let factor = Self.powersOfTen[Self.maximumFractionDigits - Int(currency.exponent)]
        let (millionths, overflow) = minorUnits.multipliedReportingOverflow(by: factor)
        guard minorUnits >= 0, !overflow else { return nil }
        self.init(millionths: millionths, fractionDigits: currency.exponent)
    }

    /// The amount in minor units of a currency, or nothing where it has more decimals than that.
    public func minorUnits(in currency: Currency) -> Int64? {
        guard fractionDigits <= currency.exponent else { return nil }
        return millionths / Self.powersOfTen[Self.maximumFractionDigits - Int(currency.exponent)]
    }

    /// 1, 10, 100 … up to a million.
    static let powersOfTen: [Int64] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
}

extension DecimalAmount {
    /// Reads an amount: digits, at most one point with digits on both sides, no sign, no exponent.
    ///
    /// - Throws: `badAmount` for any other form, `overflow` above 9 million million.
    public init(text: String) throws(DataError) { try self.init(utf8: text.utf8.span) }

    /// Reads an amount from bytes of UTF-8.
    ///
    /// - Throws: `badAmount` for any other form than digits with at most one point between them,
    ///   `overflow` above 9 million million.
    public init(utf8 text: Span<UInt8>) throws(DataError) {
        var value: Int64 = 0
        var point: Int?
        for index in text.indices {
            let digit = text[index] &- Digits.zero
            if digit < 10 {
                value = try Self.shift(value, Int64(digit))
            } else if text[index] == UInt8(ascii: "."), point == nil, index > 0 {
                point = index
            } else {
                throw Self.malformed(index)
            }
        }
        guard text.count > 0, point != text.count - 1 else { throw Self.malformed(text.count) }
        let decimals = point.map { text.count - 1 - $0 } ?? 0
        guard decimals <= Self.maximumFractionDigits else {
            throw DataError(.badAmount, message: "an amount has at most six decimals")
        }
        let factor = Self.powersOfTen[Self.maximumFractionDigits - decimals]
        let (millionths, overflow) = value.multipliedReportingOverflow(by: factor)
        guard !overflow else { throw Self.tooLarge }
        self.init(millionths: millionths, fractionDigits: UInt8(decimals))
    }

    private static func shift(_ value: Int64, _ digit: Int64) throws(DataError) -> Int64 {
        let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = shifted.addingReportingOverflow(digit)
        guard !overflow, !carry else { throw tooLarge }
        return sum
    }

    private static var tooLarge: DataError {
        DataError(.overflow, message: "the amount is too large to be counted")
    }

    private static func malformed(_ offset: Int) -> DataError {
        DataError(
            .badAmount,
            offset: offset,
            message: "an amount is digits with at most one point between them"
        )
    }

    /// The amount with the decimals it was written with.
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the amount with the decimals it was written with.
    public func append(to bytes: inout [UInt8]) {
        let decimals = min(Int(fractionDigits), Self.maximumFractionDigits)
        let divisor = Self.powersOfTen[Self.maximumFractionDigits - decimals]
        Money.append(millionths / divisor, decimals: decimals, to: &bytes)
    }
}
