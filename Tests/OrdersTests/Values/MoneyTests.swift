import Orders
import Testing

@Suite struct MoneyTests {
    @Test(
        arguments: [
            (10_000, "EUR", "100.00"), (0, "EUR", "0.00"), (5, "EUR", "0.05"), (-5, "EUR", "-0.05"),
            (-12_345, "USD", "-123.45"), (100, "JPY", "100"), (1, "KWD", "0.001"),
            (123_456, "CLF", "12.3456"), (Int64.min, "JPY", "-9223372036854775808"),
            (Int64.max, "EUR", "92233720368547758.07"),
        ] as [(Int64, String, String)]
    )
    func `money is written with all decimals of its currency`(
        units: Int64,
        code: String,
        text: String
    ) throws {
        let currency = try #require(Currency(code: code))
        let money = Money(minorUnits: units, currency: currency)
        #expect(money.amountText == text)
        #expect(money.description == "\(text) \(code)")
    }

    @Test(
        arguments: [
            (0, 10, 0), (4, 10, 0), (5, 10, 0), (6, 10, 1), (14, 10, 1), (15, 10, 2), (25, 10, 2),
            (35, 10, 4), (-5, 10, 0), (-6, 10, -1), (-15, 10, -2), (-25, 10, -2), (7, 1, 7),
            (1, 3, 0),
            (2, 3, 1),
        ] as [(Int128, Int128, Int128)]
    )
    func `halves are rounded to the even neighbour`(
        dividend: Int128,
        divisor: Int128,
        quotient: Int128
    ) {
        #expect(Rounding.halfEven(dividend, dividedBy: divisor) == quotient)
    }

    @Test func `rounding by nothing is a broken promise`() async {
        await #expect(processExitsWith: .failure) { _ = Rounding.halfEven(1, dividedBy: 0) }
    }
}

@Suite struct OrderTotalTests {
    private func amount(_ text: String) throws -> DecimalAmount { try DecimalAmount(text: text) }

    private func line(
        _ quantity: Int64,
        _ price: String,
        tax: String? = nil
    ) throws -> OrderLine {
        var line = OrderLine(sku: "A", quantity: quantity)
        line.unitPrice = try amount(price)
        line.tax = try tax.map { try amount($0) }
        return line
    }

    private func total(_ data: OrderData, in code: String = "EUR") throws -> Int64? {
        try data.computedTotal(in: try #require(Currency(code: code)))
    }

    @Test func `a total is the sum of all parts less the discount`() throws {
        var data = OrderData()
        data.lines = [try line(2, "49.95", tax: "9.50"), try line(1, "19.90")]
        data.shipping = try amount("4.90")
        data.tax = try amount("1.00")
        data.discount = try amount("10.00")
        #expect(try total(data) == 12_520)
    }

    @Test(
        arguments: [
            (3, "0.333333", 100), (1, "0.005", 0), (1, "0.015", 2), (1, "0.025", 2),
            (3, "0.005", 2),
            (1_000_000, "0.000001", 100),
        ] as [(Int64, String, Int64)]
    )
    func `a total is rounded once, half to even`(quantity: Int64, price: String, cents: Int64)
        throws
    {
        var data = OrderData()
        data.lines = [try line(quantity, price)]
        #expect(try total(data) == cents)
    }

    @Test func `what halves of two lines add up to is not rounded line by line`() throws {
        var data = OrderData()
        data.lines = [try line(1, "0.005"), try line(1, "0.005")]
        #expect(try total(data) == 1)
    }

    @Test func `an order of nothing costs nothing, an order without lines is not computed`() throws
    {
        var data = OrderData()
        #expect(try total(data) == nil)
        data.lines = []
        #expect(try total(data) == 0)
    }

    @Test func `a discount above the sum is refused`() throws {
        var data = OrderData()
        data.lines = [try line(1, "1.00")]
        data.discount = try amount("1.004")
        #expect(throws: DataError(.negativeTotal, message: "")) { try total(data) }
    }

    @Test func `a total that does not fit is refused`() throws {
        var data = OrderData()
        data.lines = try Array(repeating: line(2_147_483_648, "9223372036854.775807"), count: 3)
        #expect(throws: DataError(.overflow, message: "")) { try total(data) }
    }

    @Test func `a line without a price has no total`() {
        var data = OrderData()
        data.lines = [OrderLine(sku: "A", quantity: 1)]
        let error = #expect(throws: DataError.self) { try total(data) }
        #expect(error?.description == "lines[0].unitPrice at byte 0: is required (missing)")
    }
}
