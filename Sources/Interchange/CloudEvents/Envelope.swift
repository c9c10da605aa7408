import EventLog
import Orders

/// The attributes of one CloudEvent as they were read, before they are put together.
///
/// Attributes that are null count as absent, as the JSON format of CloudEvents has it.
struct Envelope {
    /// Text with the place of its first byte, for complaints that come later.
    struct Text {
        let value: String
        let offset: Int
    }

    /// Where the envelope's brace stands.
    var start = 0
    var hasVersion = false
    var id: EventID?
    var type: EnvelopeType?
    /// Where the type stands.
    var typeOffset = 0
    var subject: Text?
    var source: String?
    var time: Timestamp?
    var data: DataFields?
    var actor: Actor?
    var correlation: String?
    var causation: String?
    var typeVersion: UInt8 = 1
    var sequence: Position?
    var recordedAt: Timestamp?
    var policy: AppendPolicy?
    var batchFollowing: UInt16 = 0
    var isNumbered = false
    /// The personal part as a ledger sealed it.
    var sealed: [UInt8]?

    /// Reads an envelope and everything behind it up to the reader's end.
    ///
    /// - Throws: `JSONError` with the offset of the first byte that is wrong.
    init(_ reader: inout JSONReader, for purpose: CloudEventsReader.Purpose) throws(JSONError) {
        guard try reader.peek() == .object else {
            throw reader.complaint("an event is a JSON object")
        }
        start = reader.offset
        try reader.beginObject()
        var names = SeenNames()
        while let name = try reader.nextAttribute(expecting: names.expected) {
            guard names.insert(name) else {
                throw reader.complaint("the attribute \(name.text) stands twice")
            }
            if reader.isNull {
                try reader.readNull()
            } else if case .known(let member) = name {
                try read(member, &reader, for: purpose)
            } else {
                try reader.skipValue()
            }
        }
        try reader.expectEnd()
    }

    private mutating func read(
        _ member: EnvelopeMember,
        _ reader: inout JSONReader,
        for purpose: CloudEventsReader.Purpose,
    ) throws(JSONError) {
        switch member {
        case .specversion: hasVersion = try reader.version()
        case .id: id = try reader.eventID()
        case .source: source = try reader.text(member)
        case .type: (type, typeOffset) = try reader.type()
        case .subject: subject = try reader.place(member)
        case .time: time = try reader.time(member)
        case .datacontenttype: try reader.contentType()
        case .data: data = try reader.data()
        case .dataBase64:
            throw reader.complaint(
                "data_base64 cannot be an event's data: write the object as data"
            )
        case .correlationid: correlation = try reader.optionalText(member)
        case .causationid: causation = try reader.optionalText(member)
        case .actor: actor = try reader.actor()
        case .typeversion: typeVersion = UInt8(try reader.number(member, in: 1...255))
        case .sequence, .recordedtime, .policy, .batchfollowing, .numbered, .sealed:
            guard purpose == .restoring else { return _ = try reader.skipValue() }
            try readExported(member, &reader)
        case .partitionkey: try reader.skipValue()
        }
    }

    private mutating func readExported(
        _ member: EnvelopeMember,
        _ reader: inout JSONReader,
    ) throws(JSONError) {
        switch member {
        case .sequence: sequence = Position(UInt64(try reader.number(member, in: 1...Int64.max)))
        case .recordedtime: recordedAt = try reader.time(member)
        case .policy: policy = try reader.policy()
        case .numbered: isNumbered = try reader.flag(member)
        case .sealed: sealed = try reader.base64(member)
        default: batchFollowing = UInt16(try reader.number(member, in: 0...65_535))
        }
    }
}

/// The names of an envelope so far, by bytes and not by what Unicode holds equivalent.
private struct SeenNames {
    private var known: UInt32 = 0
    private var foreign: Set<[UInt8]> = []
    /// The attribute that comes next where all are written in their order, as they mostly are.
    private(set) var expected: EnvelopeMember? = .specversion

    /// Whether the name is new.
    mutating func insert(_ name: AttributeName) -> Bool {
        switch name {
        case .foreign(let text): return foreign.insert(Array(text.utf8)).inserted
        case .known(let member):
            let bit = UInt32(1) << UInt32(member.rawValue)
            defer { known |= bit }
            expected = member.next
            return known & bit == 0
        }
    }
}
