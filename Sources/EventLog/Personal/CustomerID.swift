import LMDB
public import Orders

/// Reads a customer's id out of the public part of an order's data, and nothing else of it.
package enum CustomerID {
    /// The id, or nothing where the data names no customer.
    ///
    /// - Complexity: O(bytes up to the customer); unlike decoding it builds no lines.
    package static func read(publicPart: [UInt8]) -> String? {
        do throws(JSONError) {
            var reader = JSONReader(publicPart)
            guard try seek("customer", in: &reader), try seek("id", in: &reader),
                try reader.peek() == .string
            else { return nil }
            return try reader.readString()
        } catch {
            return nil
        }
    }

    /// Whether data cannot name a customer: neither the member's name nor an escape, by which it
    /// could be spelled in another way, occurs in it.
    ///
    /// - Complexity: O(bytes), a fraction of what reading them costs.
    package static func isAbsent(from part: borrowing Span<UInt8>) -> Bool {
        var index = 0
        while index < part.count {
            if part.isPlain(at: index) {
                index += 8
                continue
            }
            let byte = part[index]
            if byte == UInt8(ascii: "\\") { return false }
            index += 1
            if byte == UInt8(ascii: "\""), index < part.count, part[index] == UInt8(ascii: "c"),
                index + name.count <= part.count,
                part.extracting(index..<index + name.count).isEqual(to: name.span)
            {
                return false
            }
        }
        return true
    }

    private static let name = Array("customer".utf8)

    /// Enters an object and goes on to the value of a member; false where there is none.
    private static func seek(_ name: String, in reader: inout JSONReader) throws(JSONError) -> Bool
    {
        guard try reader.peek() == .object else { return false }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key == name { return true }
            _ = try reader.skipValue()
        }
        return false
    }
}

extension EventType {
    /// Whether events of this type say what is ordered, and so may name a customer.
    @inlinable package var carriesOrderData: Bool {
        switch self {
        case .cartOpened, .cartUpdated, .placed, .amended: true
        default: false
        }
    }
}

extension Span<UInt8> {
    /// Whether eight bytes begin nothing that could matter here: no escape, and no text with the
    /// first letter of the name.
    @inline(__always)
    fileprivate func isPlain(at index: Int) -> Bool {
        guard index + 9 <= count else { return false }
        let bytes = uint64(at: index)
        // Zero where a quotation mark has the letter behind it.
        let names =
            bytes.differences(from: UInt8(ascii: "\""))
            | uint64(at: index + 1).differences(from: UInt8(ascii: "c"))
        return !names.hasZeroByte && !bytes.differences(from: UInt8(ascii: "\\")).hasZeroByte
    }
}

extension UInt64 {
    /// The bits by which each of the eight bytes differs from another.
    @inline(__always)
    fileprivate func differences(from byte: UInt8) -> UInt64 {
        self ^ UInt64(byte) &* 0x0101_0101_0101_0101
    }

    /// Whether one of the eight bytes is zero.
    ///
    /// Taking one from each byte turns the top bit on where it was off in a zero alone; a borrow
    /// reaches the next byte only where there is a zero before it.
    @inline(__always)
    fileprivate var hasZeroByte: Bool {
        (self &- 0x0101_0101_0101_0101) & ~self & 0x8080_8080_8080_8080 != 0
    }
}
