import LMDB
import Orders

/// Reads a customer's id out of the public part of an order's data, and nothing else of it.
enum CustomerID {
    /// The id, or nothing where the data names no customer.
    ///
    /// - Complexity: O(bytes up to the customer); unlike decoding it builds no lines.
    static func read(publicPart: [UInt8]) -> String? {
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
    static func isAbsent(from part: borrowing Span<UInt8>) -> Bool {
        var index = 0
        while index < part.count {
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
    var carriesOrderData: Bool {
        switch self {
        case .cartOpened, .cartUpdated, .placed, .amended: true
        default: false
        }
    }
}
