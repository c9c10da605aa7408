import Orders

extension SeededDice {
    /// A random value whose numbers are within what a double holds.
    mutating func json(depth: Int = 4) -> JSONValue {
        switch number(0...(depth > 0 ? 7 : 4)) {
        case 0: return .null
        case 1: return .bool(happens(oneIn: 2))
        case 2, 3: return .number(numberText())
        case 4: return .string(text())
        case 5: return .array((0..<number(0...4)).map { _ in json(depth: depth - 1) })
        default: return object(depth: depth)
        }
    }

    /// A random object without a name that stands twice, also in the eyes of Unicode.
    mutating func object(depth: Int = 4) -> JSONValue {
        var names: Set<String> = []
        var members: [JSONValue.Member] = []
        for _ in 0..<number(0...5) {
            let name = text()
            guard names.insert(name).inserted else { continue }
            members.append(JSONValue.Member(name, json(depth: depth - 1)))
        }
        return .object(members)
    }

    private mutating func numberText() -> String {
        let sign = happens(oneIn: 3) ? "-" : ""
        let fraction = happens(oneIn: 2) ? ".\(number(0...9_999))" : ""
        let power = happens(oneIn: 3) ? pick(["e", "E", "e+", "E-"]) + "\(number(0...20))" : ""
        return sign + "\(number(0...1_000_000))" + fraction + power
    }

    /// The value as JSON with random white space and random escapes.
    mutating func spread(_ value: JSONValue) -> String {
        switch value {
        case .null, .bool, .number:
            return space() + String(decoding: value.json, as: UTF8.self) + space()
        case .string(let text): return space() + spread(text) + space()
        case .array(let elements):
            return space() + "[" + elements.map { spread($0) }.joined(separator: ",")
                + (elements.isEmpty ? space() : "") + "]" + space()
        case .object(let members):
            let pairs = members.map { space() + spread($0.name) + space() + ":" + spread($0.value) }
            return space() + "{" + pairs.joined(separator: ",")
                + (members.isEmpty ? space() : "") + "}" + space()
        }
    }

    private mutating func space() -> String {
        happens(oneIn: 4) ? pick([" ", "\n", "\r\n", "\t", "  "]) : ""
    }

    private mutating func spread(_ text: String) -> String {
        let letters = text.unicodeScalars.map { scalar in
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            return mustEscape || happens(oneIn: 5) ? escape(scalar) : String(scalar)
        }
        return "\"" + letters.joined() + "\""
    }

    private func escape(_ scalar: Unicode.Scalar) -> String {
        String(scalar).utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    /// Bytes with one to three of them changed, taken out, put in or doubled.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let favourites =
            Array("{}[]\",:\\u0-1e.+tfn \n".utf8) + [0x01, 0x7F, 0x80, 0xC3, 0xED, 0xFF]
        for _ in 0..<number(1...3) where !bytes.isEmpty {
            let place = number(0...bytes.count - 1)
            switch number(0...3) {
            case 0: bytes[place] = pick(favourites)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(pick(favourites), at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}
