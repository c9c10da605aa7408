import Orders

/// Writes a JSON value as YAML for people: mappings as blocks, lists of words on one line.
struct YAMLWriter {
    private(set) var text = ""

    private static let columns = 100

    /// Writes the members of a document, each below a comment where it has one.
    mutating func document(_ members: [JSONValue.Member], comments: [String: String]) {
        for member in members {
            if let comment = comments[member.name] { text += "\n# \(comment)\n" }
            self.member(member, indent: 0)
        }
    }

    /// Writes lines of a comment.
    mutating func comment(_ lines: [String]) {
        for line in lines { text += "# \(line)\n" }
    }

    private mutating func member(_ member: JSONValue.Member, indent: Int) {
        let name = Self.scalar(member.name) + ":"
        switch member.value {
        case .array(let elements) where elements.contains(where: \.isContainer):
            text += name + "\n"
            for element in elements { self.element(element, indent: indent + 2) }
        case .array(let elements):
            flow(elements.map(Self.inline), behind: name, indent: indent)
        case .object(let members) where !members.isEmpty:
            text += name + "\n"
            for member in members {
                text += Self.spaces(indent + 2)
                self.member(member, indent: indent + 2)
            }
        default:
            text += "\(name) \(Self.inline(member.value))\n"
        }
    }

    private mutating func element(_ element: JSONValue, indent: Int) {
        text += Self.spaces(indent) + "- "
        guard case .object(let members) = element, let first = members.first else {
            text += Self.inline(element) + "\n"
            return
        }
        member(first, indent: indent + 2)
        for member in members.dropFirst() {
            text += Self.spaces(indent + 2)
            self.member(member, indent: indent + 2)
        }
    }

    /// Writes a list of words, broken over lines where it is long.
    private mutating func flow(_ words: [String], behind name: String, indent: Int) {
        var line = Self.spaces(indent) + name + " ["
        var lines: [String] = []
        for (index, word) in words.enumerated() {
            let piece = word + (index + 1 < words.count ? "," : "]")
            let gap = line.last == "[" || line.last == " " ? "" : " "
            if line.count + gap.count + piece.count > Self.columns {
                lines.append(line)
                line = Self.spaces(indent + 4) + piece
            } else {
                line += gap + piece
            }
        }
        if words.isEmpty { line += "]" }
        // The indent of the first line stands there already.
        text += (lines + [line]).joined(separator: "\n").dropFirst(indent) + "\n"
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}

extension YAMLWriter {
    /// A value on one line.
    private static func inline(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let digits): digits
        case .string(let text): scalar(text)
        case .array(let elements): "[" + elements.map(inline).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { "\(scalar($0.name)): \(inline($0.value))" }.joined(separator: ", ")
                + "}"
        }
    }

    /// Words that YAML of one version or another takes for something else than text.
    private static let reserved: Set<String> = [
        "true", "false", "null", "yes", "no", "on", "off", "y", "n",
    ]

    /// Text as a scalar, in quotes where it would not come back as it is.
    private static func scalar(_ text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    /// A letter in front, then what means nothing to YAML, wherever it stands.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.last != UInt8(ascii: " "),
            !reserved.contains(text.lowercased())
        else { return false }
        return text.utf8.allSatisfy { byte in
            isLetter(byte) || " 0123456789_-./();'".utf8.contains(byte)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func quoted(_ text: String) -> String {
        let inner = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case _ where isPrintable(scalar): String(scalar)
            default: escaped(scalar.value)
            }
        }
        return "\"\(inner.joined())\""
    }

    /// Whether YAML takes a character as it is, and leaves it so, between double quotes.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2028, 0x2029, 0xFEFF: false
        case 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }

    private static func escaped(_ code: UInt32) -> String {
        let digits = String(code, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension JSONValue {
    fileprivate var isContainer: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }
}
