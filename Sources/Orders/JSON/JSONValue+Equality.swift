extension JSONValue: Equatable {
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)):
            JSONNumber(left) == JSONNumber(right)
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): areEqual(left, right)
        default: false
        }
    }

    /// Whether two objects have the same members; cheap where they also have the same order.
    private static func areEqual(_ left: [Member], _ right: [Member]) -> Bool {
        guard left.count == right.count else { return false }
        let haveSameOrder = zip(left, right).allSatisfy { pair in
            pair.0.name.utf8.elementsEqual(pair.1.name.utf8)
        }
        return haveSameOrder
            ? zip(left, right).allSatisfy { $0.value == $1.value } : sorted(left) == sorted(right)
    }

    private static func sorted(_ members: [Member]) -> [Member] {
        members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Whether a name stands twice, by scalars and not by what Unicode holds equivalent.
    static func hasDuplicates(_ members: [Member]) -> Bool {
        guard members.count > 8 else {
            return members.indices.contains { index in
                members[..<index].contains { $0.name.utf8.elementsEqual(members[index].name.utf8) }
            }
        }
        let sorted = sorted(members)
        return zip(sorted, sorted.dropFirst()).contains { pair in
            pair.0.name.utf8.elementsEqual(pair.1.name.utf8)
        }
    }
}

/// A number of JSON by its value: an integer without zeros at its ends, times a power of ten.
struct JSONNumber: Equatable {
    private var isNegative = false
    private var digits: [UInt8] = []
    private var exponent = 0
    /// Digits of an exponent that no machine number holds; such numbers are equal by their text.
    private var text: String?

    init(_ text: String) {
        var point: Int?
        var power: Substring.UTF8View?
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "."): point = digits.count
            case UInt8(ascii: "e"), UInt8(ascii: "E"): power = text.utf8.dropFirst(index + 1)
            default: digits.append(byte)
            }
            if power != nil { break }
        }
        exponent = (point ?? digits.count) - digits.count
        shift(by: power, of: text)
        normalise()
    }

    private mutating func shift(by power: Substring.UTF8View?, of text: String) {
        guard let power else { return }
        guard let value = Int32(Substring(power)) else {
            self.text = text
            return
        }
        exponent += Int(value)
    }

    private mutating func normalise() {
        let zero = Digits.zero
        digits = Array(digits.drop { $0 == zero })
        guard !digits.isEmpty else {
            self = .zero
            return
        }
        while digits.last == zero {
            digits.removeLast()
            exponent += 1
        }
    }

    private init() {}

    private static let zero = JSONNumber()
}
