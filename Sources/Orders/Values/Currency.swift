/// A currency of ISO 4217, held by its number.
public struct Currency: Sendable, Hashable, CustomStringConvertible {
    /// The three-digit ISO 4217 number; this is what record headers carry.
    public let number: UInt16

    /// The currency with an ISO 4217 number, or nothing where there is none.
    ///
    /// - Complexity: one array access.
    public init?(number: UInt16) {
        guard CurrencyTable.exponent(number: number) != nil else { return nil }
        self.number = number
    }

    /// The currency with a three-letter code in capitals, or nothing where there is none.
    public init?(code: String) { self.init(utf8: code.utf8.span) }

    /// The currency whose code is three capital letters of ASCII, or nothing where there is none.
    ///
    /// - Complexity: one array access.
    public init?(utf8 code: Span<UInt8>) {
        guard let number = CurrencyTable.number(code: code) else { return nil }
        self.number = number
    }

    /// Digits behind the point: 0, 2, 3 or 4.
    public var exponent: UInt8 { CurrencyTable.exponent(number: number) ?? 2 }

    /// The three-letter ISO 4217 code, for instance "EUR".
    public var code: String { CurrencyTable.code(number: number) }

    /// The three-letter code.
    public var description: String { code }

    /// All currencies, by number.
    public static var all: [Currency] { (0...999).compactMap { Currency(number: $0) } }
}
