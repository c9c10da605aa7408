/// Puts the two parts of an event's data together again.
struct PayloadMerger {
    private let publicPart: [UInt8]
    private let personalPart: [UInt8]

    /// - Precondition: the payload has a personal part.
    init(_ payload: Payload) {
        publicPart = payload.publicPart
        personalPart = payload.personalPart
    }

    /// The merged object; the public part alone where the parts are none that a split makes.
    func merge() -> [UInt8] {
        do throws(JSONError) { return try mergeMembers() } catch { return publicPart }
    }

    private func mergeMembers() throws(JSONError) -> [UInt8] {
        let customer = try Self.customer(in: publicPart)
        var merged: [UInt8] = []
        merged.reserveCapacity(publicPart.count + personalPart.count)
        var reader = JSONReader(personalPart)
        var rest = MemberList()
        try reader.beginObject()
        while let token = try reader.nextName() {
            let name = token.range.lowerBound - 1..<token.range.upperBound + 1
            let isCustomer = reader.member(token) == .customer
            let value = try reader.skipValue()
            if isCustomer, let customer {
                merged += Self.join(publicPart[..<customer.upperBound], personalPart[value])
                merged += publicPart[customer.upperBound...]
            } else {
                rest.append(personalPart[name], personalPart[value])
            }
        }
        if merged.isEmpty { merged = publicPart }
        return rest.isEmpty ? merged : Self.join(merged[...], rest.object[...])
    }

    /// Two objects as one; the first may stand behind other text.
    private static func join(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> [UInt8] {
        let members = right.dropFirst()
        let head = left.dropLast()
        let needsComma = head.last != UInt8(ascii: "{") && members.count > 1
        return head + (needsComma ? [UInt8(ascii: ",")] : []) + members
    }

    /// The text of the customer, where there is one.
    private static func customer(in part: [UInt8]) throws(JSONError) -> Range<Int>? {
        var reader = JSONReader(part)
        try reader.beginObject()
        while let token = try reader.nextName() {
            let isCustomer = reader.member(token) == .customer
            let value = try reader.skipValue()
            if isCustomer { return value }
        }
        return nil
    }
}
