import Orders
import Testing

@Suite struct CurrencyTests {
    @Test(
        arguments: [
            ("EUR", 978, 2), ("USD", 840, 2), ("CHF", 756, 2), ("ALL", 8, 2), ("XCG", 532, 2),
            ("JPY", 392, 0), ("KRW", 410, 0), ("VND", 704, 0), ("CLP", 152, 0), ("ISK", 352, 0),
            ("UGX", 800, 0), ("UYI", 940, 0), ("XOF", 952, 0), ("KWD", 414, 3), ("BHD", 48, 3),
            ("OMR", 512, 3), ("JOD", 400, 3), ("IQD", 368, 3), ("LYD", 434, 3), ("TND", 788, 3),
            ("CLF", 990, 4), ("UYW", 927, 4), ("MRU", 929, 2), ("MGA", 969, 2), ("ZWG", 924, 2),
        ] as [(String, UInt16, UInt8)]
    )
    func `a currency has the number and the decimals of ISO 4217`(
        code: String,
        number: UInt16,
        exponent: UInt8
    ) throws {
        let currency = try #require(Currency(code: code))
        #expect(currency.number == number)
        #expect(currency.exponent == exponent)
        #expect(currency.description == code)
    }

    @Test func `every currency is found by its number and by its code`() {
        #expect(Currency.all.count == 166)
        for currency in Currency.all {
            #expect(Currency(code: currency.code) == currency)
            #expect(Currency(number: currency.number) == currency)
            #expect([0, 2, 3, 4].contains(currency.exponent))
        }
        #expect(Set(Currency.all.map(\.code)).count == Currency.all.count)
        #expect(Currency.all.filter { $0.exponent == 0 }.count == 17)
        #expect(Currency.all.filter { $0.exponent == 3 }.count == 7)
        #expect(Currency.all.filter { $0.exponent == 4 }.count == 2)
    }

    @Test(arguments: ["", "EU", "EURO", "eur", "XXX", "XAU", "XDR", "DEM", "€UR", "E R", "ÄÖÜ"])
    func `what is no code of an active currency is none`(code: String) {
        #expect(Currency(code: code) == nil)
    }

    @Test(arguments: [0, 1, 7, 999, 1_000, UInt16.max])
    func `what is no number of an active currency is none`(number: UInt16) {
        #expect(Currency(number: number) == nil)
    }
}
