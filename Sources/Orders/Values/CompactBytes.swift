/// Writes numbers and texts in as few bytes as they need: seven bits a byte, the lowest first.
struct CompactWriter {
    private(set) var bytes: [UInt8] = []

    init() {}

    /// A writer that goes on behind bytes; they are back, and longer, when it has finished.
    init(behind bytes: inout [UInt8]) { swap(&self.bytes, &bytes) }

    /// Gives back the bytes that the writer went on behind.
    mutating func finish(_ bytes: inout [UInt8]) { swap(&self.bytes, &bytes) }

    mutating func write(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Zigzag: numbers near zero are short on either side.
    mutating func write(_ number: Int64) {
        write(UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    mutating func write(_ number: some BinaryInteger) { write(Int64(number)) }

    mutating func write(_ text: String) {
        write(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func write(_ isTrue: Bool) { bytes.append(isTrue ? 1 : 0) }

    /// A byte that says whether there is a value, and the value.
    mutating func write<Value>(_ value: Value?, _ body: (inout CompactWriter, Value) -> Void) {
        write(value != nil)
        if let value { body(&self, value) }
    }

    mutating func write<Element>(
        _ list: [Element],
        _ body: (inout CompactWriter, Element) -> Void
    ) {
        write(UInt64(list.count))
        for element in list { body(&self, element) }
    }
}

/// Reads what a `CompactWriter` wrote; nothing for bytes that no writer made, such as a number with
/// more bytes than it needs.
struct CompactReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func unsigned() -> UInt64? {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard offset < bytes.count else { return nil }
            let byte = bytes[offset]
            offset += 1
            if shift == 63, byte > 1 { return nil }
            // A zero at the end says nothing: the shorter form is the only one.
            if shift > 0, byte == 0 { return nil }
            number |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return number }
        }
        return nil
    }

    mutating func signed() -> Int64? {
        unsigned().map { Int64(bitPattern: $0 >> 1) ^ -Int64($0 & 1) }
    }

    mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        signed().flatMap { Number(exactly: $0) }
    }

    mutating func flag() -> Bool? {
        guard offset < bytes.count, bytes[offset] <= 1 else { return nil }
        offset += 1
        return bytes[offset - 1] == 1
    }

    mutating func text() -> String? {
        guard let count = unsigned().flatMap({ Int(exactly: $0) }), count <= bytes.count - offset
        else { return nil }
        let text = String(validating: bytes[offset..<offset + count], as: UTF8.self)
        offset += count
        return text
    }

    /// A value that may be absent; the outer nothing stands for bytes that cannot be read.
    mutating func optional<Value>(_ body: (inout CompactReader) -> Value?) -> Value?? {
        guard let isThere = flag() else { return nil }
        guard isThere else { return .some(nil) }
        return body(&self).map { .some($0) }
    }

    mutating func list<Element>(_ body: (inout CompactReader) -> Element?) -> [Element]? {
        // Each element takes a byte at least, so a made-up count reserves nothing.
        guard let count = unsigned().flatMap({ Int(exactly: $0) }), count <= bytes.count - offset
        else { return nil }
        var list: [Element] = []
        list.reserveCapacity(count)
        for _ in 0..<count {
            guard let element = body(&self) else { return nil }
            list.append(element)
        }
        return list
    }

    mutating func rest() -> [UInt8] {
        defer { offset = bytes.count }
        return Array(bytes[offset...])
    }
}
