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
}
