import Orders
import Testing

@Suite struct JSONValueTests {
    private func value(_ text: String) throws -> JSONValue { try JSONValue(json: Array(text.utf8)) }

    private func text(_ value: JSONValue) -> String { String(decoding: value.json, as: UTF8.self) }

    @Test(arguments: [
        ("1", "1.0"), ("1", "1e0"), ("100", "1E+2"), ("0.001", "1e-3"), ("0", "-0.0e5"),
        ("123.4500", "1.2345e2"), ("0", "0e99999999999999999999"), ("-5", "-0.5e1"),
        (#""é""#, #""\u00e9""#), (#""/""#, #""\/""#), (#""𝄞""#, #""\ud834\udd1e""#),
        (#"{"a":1,"b":2}"#, #"{ "b" : 2.0, "a" : 1 }"#), ("[1,[2]]", "[ 1, [ 2 ] ]"),
        (#"{"x":{"a":[],"b":{}}}"#, #"{"x":{"b":{},"a":[]}}"#),
    ])
    func `values that mean the same are equal`(left: String, right: String) throws {
        #expect(try value(left) == value(right))
    }

    @Test(arguments: [
        ("1", "2"), ("1", "-1"), ("1", "10"), ("1", "\"1\""), ("0.1", "0.10000000000000001"),
        ("9007199254740993", "9007199254740992"), ("1e400", "1e401"), ("null", "false"),
        ("null", "{}"), ("[1,2]", "[2,1]"), ("[]", "{}"), (#"{"a":1}"#, #"{"a":1,"b":null}"#),
        (#"{"a":1}"#, #"{"b":1}"#), ("\"é\"", "\"e\u{301}\""), ("\"a\"", "\"A\""),
        ("{\"é\":1}", "{\"e\u{301}\":1}"),
    ])
    func `values that mean something else are not equal`(left: String, right: String) throws {
        #expect(try value(left) != value(right))
    }

    @Test func `names that only look alike may stand in one object`() throws {
        #expect(try text(value("{\"é\":1,\"e\u{301}\":2}")) == "{\"é\":1,\"e\u{301}\":2}")
    }

    @Test func `large objects are compared whatever their order, and searched for doubles`() throws
    {
        let members = (0..<5_000).map { "\"k\($0)\":\($0)" }
        let forward = "{" + members.joined(separator: ",") + "}"
        let backward = "{" + members.reversed().joined(separator: ",") + "}"
        #expect(try value(forward) == value(backward))
        #expect(throws: JSONError.self) {
            try value("{" + (members + ["\"k17\":0"]).joined(separator: ",") + "}")
        }
    }

    @Test(arguments: [
        (#"{"a":1}"#, #"{"b":2}"#, #"{"a":1,"b":2}"#),
        (#"{"a":1,"b":2}"#, #"{"a":null}"#, #"{"b":2}"#),
        (#"{"a":1}"#, #"{"c":null}"#, #"{"a":1}"#),
        (#"{"a":{"x":1,"y":2},"b":3}"#, #"{"a":{"y":null,"z":4}}"#, #"{"a":{"x":1,"z":4},"b":3}"#),
        (#"{"a":[1,2]}"#, #"{"a":[3]}"#, #"{"a":[3]}"#),
        (#"{"a":[1,2]}"#, #"{"a":{"b":null,"c":1}}"#, #"{"a":{"c":1}}"#),
        (#"{"a":{"b":1}}"#, #"{"a":"x"}"#, #"{"a":"x"}"#),
        (#"{}"#, #"{"a":{"b":{"c":null}}}"#, #"{"a":{"b":{}}}"#),
        (#"{"a":1}"#, "[1]", "[1]"), ("null", #"{"a":1}"#, #"{"a":1}"#),
    ])
    func `an update merges objects, replaces lists and removes by null`(
        base: String,
        update: String,
        result: String
    ) throws {
        #expect(try text(value(base).merged(with: value(update))) == result)
    }

    @Test func `members are found by their names`() throws {
        let object = try value(#"{"a":1,"b":{"c":true}}"#)
        #expect(object["a"] == .number("1"))
        #expect(object["b"]?["c"] == .bool(true))
        #expect(object["c"] == nil)
        #expect(JSONValue.null["a"] == nil)
    }

    @Test func `numbers and the order of members are kept as written`() throws {
        let source =
            #"{"z":1.50,"a":[1E+2,-0,123456789012345678901234567890],"m":{"y":null,"x":false}}"#
        #expect(try text(value(source)) == source)
    }

    @Test func `strings are escaped where they must be and nowhere else`() throws {
        var writer = JSONWriter()
        writer.string("a\"\\/\u{8}\u{9}\u{A}\u{C}\u{D}\u{0}\u{1F}\u{7F}é\u{2028}𝄞")
        let expected = #""a\"\\/\b\t\n\f\r\u0000\u001f"# + "\u{7F}é\u{2028}𝄞\""
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test func `a writer puts commas where they belong`() {
        var writer = JSONWriter(appendingTo: Array(">".utf8))
        writer.beginObject()
        writer.key("a")
        writer.beginArray()
        writer.integer(.min)
        writer.beginObject()
        writer.endObject()
        writer.bool(true)
        writer.endArray()
        writer.key("b")
        writer.null()
        writer.key("c")
        writer.raw(Array("1.0".utf8))
        writer.endObject()
        let expected = #">{"a":[-9223372036854775808,{},true],"b":null,"c":1.0}"#
        #expect(String(decoding: writer.finish(), as: UTF8.self) == expected)
    }
}
