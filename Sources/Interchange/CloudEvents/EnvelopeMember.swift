import Orders

/// The attributes of a CloudEvents envelope that this format knows, by their names.
///
/// `sequence`, `recordedtime`, `partitionkey`, `policy`, `batchfollowing`, `sealed` and `numbered`
/// are what an export carries besides the event itself; importing passes them over. `typeversion`
/// is the version of the type's data, a whole number, 1 where it is absent.
///
/// They stand in the order in which they are written.
enum EnvelopeMember: UInt8, CaseIterable, Sendable {
    case specversion, id, source, type, subject, time, datacontenttype, data
    case sequence, recordedtime, partitionkey, correlationid, causationid, actor, typeversion
    case policy, numbered, batchfollowing, sealed, dataBase64

    var name: String { Self.names[Int(rawValue)] }

    private static let names = allCases.map { member in
        member == .dataBase64 ? "data_base64" : String(describing: member)
    }

    /// The name in quotes with its colon, as it is written.
    var key: [UInt8] { Self.keys[Int(rawValue)] }

    /// The attribute that is written behind this one, where both are.
    var next: EnvelopeMember? { EnvelopeMember(rawValue: rawValue + 1) }

    private static let keys = names.map { Array("\"\($0)\":".utf8) }

    private static let table = NameTable(names)

    /// The attribute with a name; nothing for attributes of others, which are dropped.
    static func named(_ name: Span<UInt8>) -> EnvelopeMember? {
        table.index(of: name).flatMap { EnvelopeMember(rawValue: UInt8($0)) }
    }
}

/// The name of an attribute, of this format or of others.
enum AttributeName {
    case known(EnvelopeMember)
    case foreign(String)

    var text: String {
        switch self {
        case .known(let member): member.name
        case .foreign(let text): text
        }
    }
}
