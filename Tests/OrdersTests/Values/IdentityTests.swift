import Orders
import Testing

/// Ids are bytes: what Unicode holds equivalent are two orders.
@Suite struct IdentityTests {
    @Test(arguments: [
        ("K1", "\u{212A}1"), ("a;b", "a\u{37E}b"), ("e\u{301}", "\u{E9}"), ("`", "\u{1FEF}"),
        ("a\u{323}\u{307}", "a\u{307}\u{323}"),
    ])
    func `equivalent names are two`(first: String, second: String) throws {
        #expect(first == second, "a pair that Unicode tells apart proves nothing")
        let (one, other) = (try #require(OrderID(first)), try #require(OrderID(second)))
        #expect(one != other && other != one && one == one && other == other)
        let (event, twin) = (try #require(EventID(first)), try #require(EventID(second)))
        #expect(event != twin && twin != event)
        #expect(Set([one, other]).count == 2)
    }

    @Test func `a name is free of control characters, wherever they stand`() {
        for value in 0...UInt32(0x2FF) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isControl = scalar.properties.generalCategory == .control
            for text in ["a\(scalar)", "\(scalar)b", "ä\(scalar)ä", "\(scalar)"] where text != "$" {
                #expect((EventID(text) == nil) == isControl, "U+\(String(value, radix: 16))")
            }
        }
    }
}
