import LMDB

/// The key of a row: texts and numbers, of which rows stand in order.
///
/// Rows are ordered by the first part, then by the second, and so on: texts by their UTF-8 bytes,
/// numbers by their value, numbers before texts. A whole key takes at most 511 bytes: a number
/// takes 9, a text its length and 2.
///
/// ```swift
/// let key = ProjectionKey(.text(sku), .text(day))
/// ```
public struct ProjectionKey: Sendable, Hashable, Comparable {
    /// One part of a key.
    public enum Part: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        /// A number, before every text.
        case number(Int64)
        /// A text; texts are ordered by their UTF-8 bytes.
        case text(String)

        /// A text.
        public init(stringLiteral value: String) { self = .text(value) }
        /// A number.
        public init(integerLiteral value: Int64) { self = .number(value) }
    }

    /// The parts, the one that decides first in front.
    public let parts: [Part]

    /// A key of some parts.
    ///
    /// - Parameter parts: none makes the key that all keys lie under; no row can have it.
    public init(_ parts: Part...) { self.parts = parts }

    /// A key of as many parts as a list has.
    public init(_ parts: [Part]) { self.parts = parts }

    /// Keys are ordered as their rows are.
    public static func < (left: ProjectionKey, right: ProjectionKey) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension ProjectionKey: ExpressibleByStringLiteral {
    /// A key of one text.
    public init(stringLiteral value: String) { self.init(.text(value)) }
}

extension ProjectionKey: CustomStringConvertible {
    /// The parts with blanks between.
    public var description: String {
        parts.map { part in
            switch part {
            case .number(let number): "\(number)"
            case .text(let text): text
            }
        }.joined(separator: " ")
    }
}

/// The bytes of keys: a mark for the kind of each part, then the part.
///
/// A number is 8 bytes big-endian with its sign turned over. A text ends with a zero; a zero within
/// it is followed by 255, so that no text is taken for the beginning of another.
extension ProjectionKey {
    private static let numberMark: UInt8 = 1
    private static let textMark: UInt8 = 2
    private static let signBit: UInt64 = 1 << 63

    /// The longest key in bytes.
    static let bytesMaximum = 511

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for part in parts {
            switch part {
            case .number(let number):
                bytes.append(Self.numberMark)
                bytes.appendBigEndian(UInt64(bitPattern: number) ^ Self.signBit)
            case .text(let text):
                bytes.append(Self.textMark)
                for byte in text.utf8 {
                    bytes.append(byte)
                    if byte == 0 { bytes.append(.max) }
                }
                bytes.append(0)
            }
        }
        return bytes
    }

    /// Reads the bytes of a key; nothing where they are none.
    package init?(bytes: [UInt8]) {
        var parts: [Part] = []
        var index = 0
        while index < bytes.count {
            let mark = bytes[index]
            index += 1
            switch mark {
            case Self.numberMark:
                guard index + 8 <= bytes.count else { return nil }
                let number = bytes.span.bigEndian(UInt64.self, at: index)
                parts.append(.number(Int64(bitPattern: number ^ Self.signBit)))
                index += 8
            case Self.textMark:
                guard let text = Self.text(bytes, from: &index) else { return nil }
                parts.append(.text(text))
            default: return nil
            }
        }
        self.init(parts)
    }

    /// The text that begins at an index, which moves behind it.
    private static func text(_ bytes: [UInt8], from index: inout Int) -> String? {
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0 {
                guard index < bytes.count, bytes[index] == .max else {
                    return String(validating: text, as: UTF8.self)
                }
                index += 1
            }
            text.append(byte)
        }
        return nil
    }
}
