/// ISO 4217 as three arrays: exponents and codes by number, numbers by code.
///
/// Funds are in where they have decimals. What has none (metals, drawing rights, bond units, test
/// codes) is left out, because an amount of it cannot be counted in minor units. BGN stays in,
/// retired in 2026, because orders of the year before are still being settled and read.
enum CurrencyTable {
    /// The digits behind the point of the currency with a number; one array access.
    static func exponent(number: UInt16) -> UInt8? {
        guard number < exponents.count else { return nil }
        let exponent = exponents[Int(number)]
        return exponent == none ? nil : exponent
    }

    /// The code of the currency with a number, empty where there is none; one array access.
    static func code(number: UInt16) -> String { number < codes.count ? codes[Int(number)] : "" }

    /// The number of a code of three capital letters; one array access.
    static func number(code: Span<UInt8>) -> UInt16? {
        guard let index = index(of: code) else { return nil }
        let number = numbers[index]
        return number == 0 ? nil : number
    }

    /// Three capitals as a number of base 26.
    private static func index(of code: Span<UInt8>) -> Int? {
        guard code.count == 3 else { return nil }
        var index = 0
        for position in code.indices {
            let letter = code[position] &- UInt8(ascii: "A")
            guard letter < 26 else { return nil }
            index = index * 26 + Int(letter)
        }
        return index
    }

    private struct Row {
        let code: String
        let number: UInt16
        let exponent: UInt8
    }

    /// Stands in `exponents` where no currency has the number.
    private static let none = UInt8.max

    private static let exponents: [UInt8] = {
        var exponents = [UInt8](repeating: none, count: 1_000)
        for row in rows { exponents[Int(row.number)] = row.exponent }
        return exponents
    }()

    private static let codes: [String] = {
        var codes = [String](repeating: "", count: 1_000)
        for row in rows { codes[Int(row.number)] = row.code }
        return codes
    }()

    private static let numbers: [UInt16] = {
        var numbers = [UInt16](repeating: 0, count: 26 * 26 * 26)
        for row in rows {
            if let index = index(of: row.code.utf8.span) { numbers[index] = row.number }
        }
        return numbers
    }()

    private static var rows: [Row] {
        rows(withoutDecimals, exponent: 0) + rows(twoDecimals, exponent: 2)
            + rows(threeDecimals, exponent: 3) + rows(fourDecimals, exponent: 4)
    }

    private static func rows(_ list: String, exponent: UInt8) -> [Row] {
        list.split { $0 == " " || $0 == "\n" }.compactMap { word in
            UInt16(word.suffix(3)).map {
                Row(code: String(word.prefix(3)), number: $0, exponent: exponent)
            }
        }
    }

    private static let withoutDecimals = """
        BIF108 CLP152 DJF262 GNF324 ISK352 JPY392 KMF174 KRW410 PYG600 RWF646 UGX800 UYI940
        VND704 VUV548 XAF950 XOF952 XPF953
        """

    private static let twoDecimals = """
        AED784 AFN971 ALL008 AMD051 AOA973 ARS032 AUD036 AWG533 AZN944 BAM977 BBD052 BDT050
        BGN975 BMD060 BND096 BOB068 BOV984 BRL986 BSD044 BTN064 BWP072 BYN933 BZD084 CAD124
        CDF976 CHE947 CHF756 CHW948 CNY156 COP170 COU970 CRC188 CUP192 CVE132 CZK203 DKK208
        DOP214 DZD012 EGP818 ERN232 ETB230 EUR978 FJD242 FKP238 GBP826 GEL981 GHS936 GIP292
        GMD270 GTQ320 GYD328 HKD344 HNL340 HTG332 HUF348 IDR360 ILS376 INR356 IRR364 JMD388
        KES404 KGS417 KHR116 KPW408 KYD136 KZT398 LAK418 LBP422 LKR144 LRD430 LSL426 MAD504
        MDL498 MGA969 MKD807 MMK104 MNT496 MOP446 MRU929 MUR480 MVR462 MWK454 MXN484 MXV979
        MYR458 MZN943 NAD516 NGN566 NIO558 NOK578 NPR524 NZD554 PAB590 PEN604 PGK598 PHP608
        PKR586 PLN985 QAR634 RON946 RSD941 RUB643 SAR682 SBD090 SCR690 SDG938 SEK752 SGD702
        SHP654 SLE925 SOS706 SRD968 SSP728 STN930 SVC222 SYP760 SZL748 THB764 TJS972 TMT934
        TOP776 TRY949 TTD780 TWD901 TZS834 UAH980 USD840 USN997 UYU858 UZS860 VED926 VES928
        WST882 XAD396 XCD951 XCG532 YER886 ZAR710 ZMW967 ZWG924
        """

    private static let threeDecimals = "BHD048 IQD368 JOD400 KWD414 LYD434 OMR512 TND788"

    private static let fourDecimals = "CLF990 UYW927"
}
