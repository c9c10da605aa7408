import Orders
import Testing

@Suite struct DecimalAmountTests {
    @Test(
        arguments: [
            ("0", 0, 0), ("0.00", 0, 2), ("1", 1_000_000, 0), ("1.5", 1_500_000, 1),
            ("1.50", 1_500_000, 2), ("100.00", 100_000_000, 2), ("0.000001", 1, 6),
            ("9223372036854.775807", Int64.max, 6), ("12.345678", 12_345_678, 6),
        ] as [(String, Int64, UInt8)]
    )
    func `an amount keeps its value and its decimals`(
        text: String,
        millionths: Int64,
        digits: UInt8
    ) throws {
        let amount = try DecimalAmount(text: text)
        #expect(amount.millionths == millionths)
        #expect(amount.fractionDigits == digits)
        #expect(amount.description == text)
    }

    @Test(arguments: [
        "", ".", ".5", "5.", "1..2", "1.2.3", "-1", "+1", "1e3", "1,5", " 1", "1 ", "0x1", "١",
        "1.0000000", "NaN", "1_000", "1.", "1.5-", "\u{0}",
    ])
    func `what is no amount is refused`(text: String) {
        #expect(throws: DataError(.badAmount, message: "")) { try DecimalAmount(text: text) }
    }

    @Test(arguments: [
        "9223372036854.775808", "9223372036855", "99999999999999999999", "18446744073709551616",
    ])
    func `an amount that cannot be counted is refused`(text: String) {
        #expect(throws: DataError(.overflow, message: "")) { try DecimalAmount(text: text) }
    }

    @Test func `zeros in front are read and not written again`() throws {
        #expect(try DecimalAmount(text: "007.10").description == "7.10")
    }

    @Test func `a currency without minor units takes no decimals`() throws {
        let yen = try #require(Currency(code: "JPY"))
        #expect(try DecimalAmount(text: "100").minorUnits(in: yen) == 100)
        #expect(try DecimalAmount(text: "100.0").minorUnits(in: yen) == nil)
    }

    @Test(
        arguments: [("EUR", "1.5", 150), ("KWD", "1.5", 1_500), ("CLF", "1.5", 15_000)]
            as [(String, String, Int64)]
    )
    func `minor units follow the currency`(code: String, text: String, units: Int64) throws {
        let currency = try #require(Currency(code: code))
        #expect(try DecimalAmount(text: text).minorUnits(in: currency) == units)
    }

    @Test func `minor units and amounts turn into each other`() throws {
        var dice = SeededDice.rolled(11, for: "minor units and amounts")
        for _ in 0..<2_000 {
            let currency = dice.pick(Currency.all)
            let units = Int64.random(in: 0...900_000_000_000, using: &dice)
            let amount = try #require(DecimalAmount(minorUnits: units, in: currency))
            #expect(amount.minorUnits(in: currency) == units, "seed \(dice.seed)")
            #expect(amount.description == Money(minorUnits: units, currency: currency).amountText)
            #expect(try DecimalAmount(text: amount.description) == amount, "seed \(dice.seed)")
        }
    }

    @Test func `an amount below zero or out of reach has no decimal form`() throws {
        let euro = try #require(Currency(code: "EUR"))
        #expect(DecimalAmount(minorUnits: -1, in: euro) == nil)
        #expect(DecimalAmount(minorUnits: .max, in: euro) == nil)
    }
}
