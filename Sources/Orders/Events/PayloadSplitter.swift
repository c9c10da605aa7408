/// Splits an event's data into its public and its personal part, in one pass.
struct PayloadSplitter {
    private var reader: JSONReader
    private let origin: Int
    private let type: EventType
    private var duplicate: DataError?

    init(_ bytes: [UInt8], _ range: Range<Int>, _ type: EventType) {
        reader = JSONReader(bytes, in: range, depthLimit: JSONReader.maximumDataDepth)
        origin = range.lowerBound
        self.type = type
    }

    /// The two parts of an object, each with its brackets; without personal members, none.
    private struct Parts {
        var publicPart = MemberList()
        var personalPart = MemberList()
        var hasPersonal: Bool { !personalPart.isEmpty }
    }

    private enum Level {
        case data, customer
    }

    mutating func split() throws(DataError) -> Payload {
        let payload: Payload
        do throws(JSONError) {
            payload = try splitValue()
            try reader.expectEnd()
        } catch {
            throw DataError(error, origin: origin)
        }
        if let duplicate { throw duplicate }
        return payload
    }

    private mutating func splitValue() throws(JSONError) -> Payload {
        guard try reader.peek() == .object else {
            return Payload(
                publicPart: Self.line(reader.bytes[try reader.skipValue()]),
                personalPart: []
            )
        }
        let start = reader
        guard try skipPublicMembers() else { return try split(from: start) }
        return whole(from: start.offset)
    }

    /// Takes an object that has nothing to be split, the way most are; false at the first member
    /// that may have.
    private mutating func skipPublicMembers() throws(JSONError) -> Bool {
        try reader.beginObject()
        while let token = try reader.nextName() {
            let member = reader.member(token)
            guard member != .customer, !isPersonal(member, .data) else { return false }
            try reader.skipValue()
        }
        return true
    }

    private func whole(from start: Int) -> Payload {
        Payload(publicPart: Self.line(reader.bytes[start..<reader.offset]), personalPart: [])
    }

    private mutating func split(from start: JSONReader) throws(JSONError) -> Payload {
        reader = start
        let parts = try splitMembers(.data)
        guard parts.hasPersonal else { return whole(from: start.offset) }
        return Payload(
            publicPart: Self.line(parts.publicPart.object[...]),
            personalPart: Self.line(parts.personalPart.object[...])
        )
    }

    private mutating func splitMembers(_ level: Level) throws(JSONError) -> Parts {
        var parts = Parts()
        var seen: UInt128 = 0
        try reader.beginObject()
        while let token = try reader.nextName() {
            let name = token.range.lowerBound - 1..<token.range.upperBound + 1
            let member = reader.member(token)
            let isCustomer = level == .data && member == .customer
            let isPersonal = isPersonal(member, level)
            if let member, isCustomer || isPersonal { note(member, at: name.lowerBound, in: &seen) }
            if isCustomer, try reader.peek() == .object {
                try splitCustomer(name, into: &parts)
            } else {
                let value = try reader.skipValue()
                if isPersonal {
                    parts.personalPart.append(name, value, of: reader.bytes)
                } else {
                    parts.publicPart.append(name, value, of: reader.bytes)
                }
            }
        }
        return parts
    }

    private mutating func splitCustomer(
        _ name: Range<Int>,
        into parts: inout Parts
    ) throws(JSONError) {
        let start = reader.offset
        let customer = try splitMembers(.customer)
        guard customer.hasPersonal else {
            parts.publicPart.append(reader.bytes[name], reader.bytes[start..<reader.offset])
            return
        }
        parts.publicPart.append(reader.bytes[name], customer.publicPart.object[...])
        parts.personalPart.prepend(reader.bytes[name], customer.personalPart.object[...])
    }

    private func isPersonal(_ member: DataMember?, _ level: Level) -> Bool {
        switch level {
        case .data: member?.isPersonal(in: type) ?? false
        case .customer: member?.isPersonalOfCustomer ?? false
        }
    }

    /// Remembers a member and, where it stood before, the error.
    private mutating func note(_ member: DataMember, at offset: Int, in seen: inout UInt128) {
        let bit = UInt128(1) << UInt128(member.rawValue)
        if seen & bit != 0, duplicate == nil {
            duplicate = DataError(
                .duplicate,
                path: member.text,
                offset: offset - origin,
                message: "stands twice in one object"
            )
        }
        seen |= bit
    }

    /// Bytes on one line: between tokens, the only place for them, line breaks become spaces.
    private static func line(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        let carriageReturn = UInt8(ascii: "\r")
        var line = Array(bytes)
        guard line.contains(newline) || line.contains(carriageReturn) else { return line }
        for index in line.indices where line[index] == newline || line[index] == carriageReturn {
            line[index] = UInt8(ascii: " ")
        }
        return line
    }
}

/// Members of an object as raw text: a brace, and commas between them.
struct MemberList {
    private var bytes: [UInt8] = []

    var isEmpty: Bool { bytes.isEmpty }

    /// The members in their brackets.
    var object: [UInt8] {
        isEmpty ? Array("{}".utf8) : bytes + CollectionOfOne(UInt8(ascii: "}"))
    }

    /// Puts a member before all others, where merging will put it too.
    mutating func prepend(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        var list = MemberList()
        list.append(name, value)
        if !isEmpty { list.bytes += [UInt8(ascii: ",")] + bytes.dropFirst() }
        self = list
    }

    /// Appends a member from the places of its name and its value.
    mutating func append(_ name: Range<Int>, _ value: Range<Int>, of source: [UInt8]) {
        guard value.lowerBound == name.upperBound + 1 else {
            append(source[name], source[value])
            return
        }
        bytes.append(UInt8(ascii: bytes.isEmpty ? "{" : ","))
        bytes.append(contentsOf: source[name.lowerBound..<value.upperBound])
    }

    mutating func append(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        bytes.append(UInt8(ascii: bytes.isEmpty ? "{" : ","))
        bytes.append(contentsOf: name)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(contentsOf: value)
    }
}
