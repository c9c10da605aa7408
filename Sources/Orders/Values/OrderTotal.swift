/// What an order costs: the sum of its lines, shipping and tax, less the discount.
public enum OrderTotal {
    /// Computes a total from its parts, exact until it is rounded once, half even.
    ///
    /// - Returns: minor units of the currency.
    /// - Throws: `missing` where a line has no unit price, `negativeTotal` where the discount is
    ///   higher than the rest, `overflow` where the total does not fit.
    /// - Complexity: O(lines).
    public static func minorUnits(
        lines: [OrderLine],
        shipping: DecimalAmount?,
        tax: DecimalAmount?,
        discount: DecimalAmount?,
        in currency: Currency
    ) throws(DataError) -> Int64 {
        let rest =
            Int128(shipping?.millionths ?? 0) + Int128(tax?.millionths ?? 0)
            - Int128(discount?.millionths ?? 0)
        let sum = try millionths(of: lines) + rest
        let unit = DecimalAmount.powersOfTen[
            DecimalAmount.maximumFractionDigits - Int(currency.exponent)
        ]
        let total = Rounding.halfEven(sum, dividedBy: Int128(unit))
        guard sum >= 0 else {
            throw DataError(
                .negativeTotal,
                path: "discount",
                message: "the discount is above the sum"
            )
        }
        guard let minorUnits = Int64(exactly: total) else {
            throw DataError(.overflow, path: "total", message: "the total is too large")
        }
        return minorUnits
    }

    /// Σ quantity × unitPrice + Σ line tax. An Int128 holds 2⁶³ × 2³¹ × 2³² lines.
    private static func millionths(of lines: [OrderLine]) throws(DataError) -> Int128 {
        var sum: Int128 = 0
        for (index, line) in lines.enumerated() {
            guard let price = line.unitPrice else { throw OrderLine.missingPrice(at: index) }
            sum += Int128(line.quantity) * Int128(price.millionths)
            sum += Int128(line.tax?.millionths ?? 0)
        }
        return sum
    }
}

extension OrderData {
    /// The total that lines, shipping, tax and discount add up to, or nothing without lines.
    ///
    /// - Returns: minor units of the currency.
    /// - Throws: as `OrderTotal` does.
    public func computedTotal(in currency: Currency) throws(DataError) -> Int64? {
        guard let lines else { return nil }
        return try OrderTotal.minorUnits(
            lines: lines,
            shipping: shipping,
            tax: tax,
            discount: discount,
            in: currency
        )
    }
}
