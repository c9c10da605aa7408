/// The known members of one JSON object: found in one pass, then read by name.
///
/// The pass checks all of the object's text, so that reading a member fails only over its type or
/// its meaning. Members that are null count as absent; unknown ones are passed over.
package final class DataFields: Sendable {
    package let bytes: [UInt8]
    /// The object's text.
    package let range: Range<Int>
    /// The place that offsets of errors count from.
    let origin: Int
    /// By member, the distance of its value from the object's beginning; 0 where it is absent.
    private let distances: [80 of UInt32]
    /// Members that stand there, also as null, by raw value.
    private let seen: UInt128
    /// Members that stand twice, by raw value.
    private let repeated: UInt128
    /// Whether the text has line breaks, which can only be between tokens.
    private let hasLineBreaks: Bool

    /// Finds the members of an object that takes a range but for white space.
    convenience init(_ bytes: [UInt8], in range: Range<Int>) throws(DataError) {
        guard range.count < Int(UInt32.max) else {
            throw DataError(.overflow, message: "the data is too large to be read")
        }
        var reader = JSONReader(bytes, in: range, depthLimit: JSONReader.maximumDataDepth)
        guard reader.kind == nil || reader.kind == .object else {
            throw DataError(.wrongType, message: "must be an object\(reader.butIs)")
        }
        do throws(JSONError) {
            try self.init(&reader, origin: range.lowerBound)
            try reader.expectEnd()
        } catch {
            throw DataError(error, origin: range.lowerBound)
        }
    }

    /// Finds the members of an event's data within a text around it; the reader goes on behind.
    ///
    /// - Throws: as `JSONReader.skipValue()`: no member is looked at closer.
    package convenience init(dataAt reader: inout JSONReader) throws(JSONError) {
        _ = try reader.peek()
        try self.init(&reader, origin: reader.offset)
    }

    /// Finds the members of the object that a reader is at.
    private init(_ reader: inout JSONReader, origin: Int) throws(JSONError) {
        reader.hasLineBreaks = false
        var distances: [80 of UInt32] = .init(repeating: 0)
        var seen: UInt128 = 0
        var repeated: UInt128 = 0
        try reader.beginObject()
        let start = reader.offset - 1
        while let name = try reader.nextName() {
            let member = reader.member(name)
            let isNull = reader.isNull
            let value = try reader.skipValue()
            guard let member else { continue }
            let bit = UInt128(1) << UInt128(member.rawValue)
            repeated |= seen & bit
            seen |= bit
            distances[Int(member.rawValue)] =
                isNull ? 0 : UInt32(clamping: value.lowerBound - start)
        }
        bytes = reader.bytes
        range = start..<reader.offset
        self.origin = origin
        self.distances = distances
        self.seen = seen
        self.repeated = repeated
        hasLineBreaks = reader.hasLineBreaks
    }

    /// Whether all of the data is public in an event of a type, and one line: its text is then
    /// what is stored of it.
    package func isPublicLine(in type: EventType) -> Bool {
        seen & DataMember.split(in: type) == 0 && !hasLineBreaks
    }

    /// The offset of a member's value, or nothing where the member is absent.
    ///
    /// - Throws: `duplicate` where it stands twice.
    @inline(__always)
    func place(_ member: DataMember) throws(DataError) -> Int? {
        if repeated != 0, repeated >> UInt128(member.rawValue) & 1 == 1 {
            throw error(.duplicate, member, "stands twice in one object")
        }
        let distance = Int(distances[Int(member.rawValue)])
        guard distance != 0 else { return nil }
        return range.lowerBound + distance
    }

    /// A reader at a member's value, or nothing where the member is absent.
    ///
    /// - Throws: `duplicate` where it stands twice.
    func reader(_ member: DataMember) throws(DataError) -> JSONReader? {
        guard let place = try place(member) else { return nil }
        return JSONReader(bytes, in: place..<range.upperBound)
    }

    /// The bytes of a string without escapes, the way almost all are; nothing for anything else.
    func plainText(at place: Int) -> Range<Int>? {
        guard bytes[place] == UInt8(ascii: "\"") else { return nil }
        var index = place + 1
        while bytes[index] != UInt8(ascii: "\"") {
            guard bytes[index] != UInt8(ascii: "\\") else { return nil }
            index += 1
        }
        return place + 1..<index
    }

    /// A reader at a member's value, which must be of a kind.
    ///
    /// - Throws: `wrongType` where it is of another kind, `duplicate` where it stands twice.
    func reader(
        _ member: DataMember,
        at kind: JSONReader.Kind
    ) throws(DataError) -> JSONReader? {
        guard let reader = try reader(member) else { return nil }
        guard reader.kind == kind else {
            throw error(.wrongType, member, "must be \(kind.phrase)\(reader.butIs)")
        }
        return reader
    }

    /// The object that a member holds.
    func object(_ member: DataMember) throws(DataError) -> DataFields? {
        guard var reader = try reader(member, at: .object) else { return nil }
        return try DataFields(at: &reader, origin: origin)
    }

    /// The object that a reader is at, within data that was checked; the reader goes on behind.
    convenience init(at reader: inout JSONReader, origin: Int) throws(DataError) {
        do throws(JSONError) {
            try self.init(&reader, origin: origin)
        } catch {
            throw DataError(error, origin: origin)
        }
    }

    /// An error at a member's value, or at the object where the member is absent.
    func error(_ code: DataError.Code, _ member: DataMember, _ message: String) -> DataError {
        let place = range.lowerBound + Int(distances[Int(member.rawValue)])
        return DataError(code, path: member.text, offset: place - origin, message: message)
    }
}

extension DataError {
    /// An error of JSON, with its place counted from the beginning of the data.
    init(_ error: JSONError, origin: Int) {
        self.init(.malformed, offset: error.offset - origin, message: error.message)
    }
}
