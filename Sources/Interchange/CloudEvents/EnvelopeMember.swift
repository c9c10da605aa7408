import Orders

/// The attributes of a CloudEvents envelope that this format knows, by their names.
///
/// `sequence`, `recordedtime`, `partitionkey`, `policy`, `batchfollowing`, `sealed` and `numbered`
/// are what an export carries besides the event itself; importing passes them over. `typeversion`
/// is the version of the type's data, a whole number, 1 where it is absent.
enum EnvelopeMember: UInt8, CaseIterable, Sendable {
    case specversion, id, source, type, subject, time, datacontenttype, data, dataBase64
    case sequence, recordedtime, partitionkey, correlationid, causationid, actor, typeversion
    case policy, batchfollowing, sealed, numbered

    var name: String { Self.names[Int(rawValue)] }

    private static let names = allCases.map { member in
        member == .dataBase64 ? "data_base64" : String(describing: member)
    }

    /// The name in quotes with its colon, as it is written.
    var key: [UInt8] { Self.keys[Int(rawValue)] }

    private static let keys = names.map { Array("\"\($0)\":".utf8) }

    private static let table = NameTable(names)

    /// The attribute with a name; nothing for attributes of others, which are dropped.
    static func named(_ name: Span<UInt8>) -> EnvelopeMember? {
        table.index(of: name).flatMap { EnvelopeMember(rawValue: UInt8($0)) }
    }
}
