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
