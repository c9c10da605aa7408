import Testing

@testable import Orders

@Suite struct JSONReaderTests {
    private func value(_ text: String) throws -> JSONValue { try JSONValue(json: Array(text.utf8)) }

    private func takes(_ name: String, _ reader: inout JSONReader) -> Bool {
        reader.skipName(name.utf8.span)
    }

    @Test(arguments: [
        "null", "true", "false", "0", "-0", "-1.5e+10", "1E5", "0.1", "\"\"", "[]", "{}", " [ ] ",
        "[1,2,[3]]", "{\"a\":{\"b\":[]}}", "\t\r\n{ \"a\" : 1 , \"b\" : 2 }\n", "\"é\u{10FFFF}\"",
        #""\"\\\/\b\f\n\r\t\u00e9\uD834\udd1e""#, "\"\u{7F}\"",
    ])
    func `JSON is read and skipped alike`(text: String) throws {
        let bytes = Array(text.utf8)
        var reader = JSONReader(bytes)
        let range = try reader.skipValue()
        try reader.expectEnd()
        #expect(try JSONValue(json: bytes, in: range) == value(text))
    }

    @Test(arguments: [
        ("", "byte 0: a value is missing"), ("  ", "byte 2: a value is missing"),
        ("nul", "byte 0: expected null"), ("nulll", "byte 4: something stands behind the value"),
        ("True", "byte 0: a value is missing"),
        ("01", "byte 0: a number begins with a needless zero"),
        ("-", "byte 1: a digit is missing"), ("1.", "byte 2: a digit is missing"),
        ("1e", "byte 2: a digit is missing"), (".5", "byte 0: a value is missing"),
        ("+1", "byte 0: a value is missing"), ("[1,]", "byte 3: a comma stands before the end"),
        ("[1 2]", "byte 3: expected a comma"), ("[1", "byte 2: an object or list does not end"),
        ("[}", "byte 1: a value is missing"), ("{]", "byte 1: a member's name is missing"),
        ("{\"a\"}", "byte 4: expected a colon"), ("{\"a\":}", "byte 5: a value is missing"),
        ("{\"a\":1,}", "byte 7: a comma stands before the end"),
        ("{a:1}", "byte 1: a member's name is missing"),
        ("{,}", "byte 1: a member's name is missing"),
        ("\"a", "byte 2: a string does not end"), ("\"\\x\"", "byte 1: an unknown escape"),
        ("\"\\u12g4\"", "byte 1: four hex digits are missing"),
        ("\"\\ud800\"", "byte 1: half of a surrogate pair"),
        ("\"\\udc00\"", "byte 1: half of a surrogate pair"),
        ("\"\\ud800\\u0041\"", "byte 1: half of a surrogate pair"),
        ("\"a\nb\"", "byte 2: a control character in a string"),
        ("{\"a\":1,\"a\":2}", "byte 0: a name stands twice in an object"),
        ("{\"a\":1,\"\\u0061\":2}", "byte 0: a name stands twice in an object"),
        ("\u{FEFF}1", "byte 0: a value is missing"),
        ("1 // one", "byte 2: something stands behind the value"),
    ])
    func `what is no JSON is refused with its place`(text: String, message: String) {
        let error = #expect(throws: JSONError.self) { try value(text) }
        #expect(error?.description == message)
    }

    @Test(
        arguments: [
            [0x22, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xC1, 0xBF, 0x22],
            [0x22, 0xE0, 0x80, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22],
            [0x22, 0xF0, 0x80, 0x80, 0x80, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
            [0x22, 0xE2, 0x82],
            [0x22, 0xE2, 0x82, 0x22], [0x22, 0xFF, 0x22],
        ] as [[UInt8]]
    )
    func `bytes that are no UTF-8 are refused`(bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try JSONValue(json: bytes) }
        #expect(error == JSONError(offset: 1, message: "bytes that are no UTF-8"))
    }

    @Test func `128 levels are read and 129 refused`() {
        let deep = { (levels: Int) in
            Array(
                (String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8
            )
        }
        #expect(throws: Never.self) { try JSONValue(json: deep(128)) }
        #expect(throws: JSONError(offset: 128, message: "more than 128 levels")) {
            try JSONValue(json: deep(129))
        }
        #expect(throws: JSONError.self) { try JSONValue(json: deep(100_000)) }
    }

    @Test func `a reader pulls what it is asked for`() throws {
        var reader = JSONReader(
            Array(#"{"a":[1,-20,true],"b":null,"c":"x\ty","d":{"e":1.50}}"#.utf8)
        )
        #expect(try reader.peek() == .object)
        try reader.beginObject()
        #expect(try reader.nextKey() == "a")
        try reader.beginArray()
        #expect(try reader.nextElement())
        #expect(try reader.readInteger() == 1)
        #expect(try reader.nextElement())
        #expect(try reader.readInteger() == -20)
        #expect(try reader.nextElement())
        #expect(try reader.readBool())
        #expect(try !reader.nextElement())
        #expect(try reader.nextKey() == "b")
        #expect(reader.isNull)
        try reader.readNull()
        #expect(try reader.nextKey() == "c")
        #expect(try reader.readString() == "x\ty")
        #expect(try reader.nextKey() == "d")
        let range = try reader.skipValue()
        #expect(String(decoding: reader.bytes[range], as: UTF8.self) == #"{"e":1.50}"#)
        #expect(try reader.nextKey() == nil)
        try reader.expectEnd()
    }

    @Test(
        arguments: [
            (#"{"datatype":1}"#, "datatype"), (#"{"a":1}"#, "a"),
            (#"{"identifier":1}"#, "identifier"),
        ]
    )
    func `a name is taken ahead only as it is written`(text: String, name: String) throws {
        var reader = JSONReader(Array(text.utf8))
        try reader.beginObject()
        let start = reader.offset
        for other in [name + "x", String(name.dropLast()), "x" + name.dropFirst(), ""] {
            let isTaken = takes(other, &reader)
            #expect(!isTaken && reader.offset == start)
        }
        let isTaken = takes(name, &reader)
        #expect(isTaken)
        #expect(try reader.readInteger() == 1)
        let isTakenAgain = takes(name, &reader)
        #expect(!isTakenAgain)
        #expect(try reader.nextKey() == nil)
        try reader.expectEnd()
    }

    @Test(arguments: [
        #"{ "a":1}"#, #"{"a" :1}"#, #"{"\u0061":1}"#, #"{,"a":1}"#, #"{"a""#, #"{"a"}"#, "{", "{}",
    ])
    func `a name that is written in another way is not taken ahead`(text: String) throws {
        var reader = JSONReader(Array(text.utf8))
        try reader.beginObject()
        let isTaken = takes("a", &reader)
        #expect(!isTaken && reader.offset == 1)
    }

    @Test(arguments: 1...4) func `no name is taken ahead beyond a reader's range`(end: Int) throws {
        var reader = JSONReader(Array(#"{"a":1}"#.utf8), in: 0..<end)
        try reader.beginObject()
        let isTaken = takes("a", &reader)
        #expect(!isTaken && reader.offset == 1)
    }

    @Test func `names behind the first are taken ahead with their comma`() throws {
        var reader = JSONReader(Array(#"{"a":{},"b":[], "c":2}"#.utf8))
        try reader.beginObject()
        for name in ["a", "b"] {
            let isTaken = takes(name, &reader)
            #expect(isTaken)
            try reader.skipValue()
        }
        let isTaken = takes("c", &reader)
        #expect(!isTaken)
        #expect(try reader.nextKey() == "c")
        #expect(try reader.readInteger() == 2)
        #expect(try reader.nextKey() == nil)
    }

    @Test func `a reader of a range sees nothing beyond it`() throws {
        let bytes = Array("xx[1,2]yy".utf8)
        var reader = JSONReader(bytes, in: 2..<7)
        #expect(try reader.skipValue() == 2..<7)
        try reader.expectEnd()
        #expect(throws: JSONError(offset: 6, message: "an object or list does not end")) {
            try JSONValue(json: bytes, in: 2..<6)
        }
    }

    @Test(
        arguments: [
            ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min), ("-0", 0),
            ("9223372036854775808", nil), ("1.0", nil), ("1e2", nil), ("-9223372036854775809", nil),
        ] as [(String, Int64?)]
    )
    func `integers are whole numbers of 64 bits`(text: String, value: Int64?) {
        var reader = JSONReader(Array(text.utf8))
        #expect((try? reader.readInteger()) == value)
    }

    @Test func `asking for another kind than there is fails`() {
        let fails = { (body: (inout JSONReader) throws -> Void) in
            var reader = JSONReader(Array("{}".utf8))
            #expect(throws: JSONError.self) { try body(&reader) }
        }
        fails { _ = try $0.readString() }
        fails { _ = try $0.readBool() }
        fails { _ = try $0.readInteger() }
        fails { _ = try $0.readNumberText() }
        fails { try $0.readNull() }
        fails { try $0.beginArray() }
    }

    @Test func `a range outside the bytes is a broken promise`() async {
        await #expect(processExitsWith: .failure) { _ = JSONReader([1, 2], in: 1..<3) }
    }
}
