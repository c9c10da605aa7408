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

    /// The attribute with a name; nothing for attributes of others, which are dropped.
    init?(name: String) {
        switch name {
        case "specversion": self = .specversion
        case "id": self = .id
        case "source": self = .source
        case "type": self = .type
        case "subject": self = .subject
        case "time": self = .time
        case "datacontenttype": self = .datacontenttype
        case "data": self = .data
        case "data_base64": self = .dataBase64
        case "sequence": self = .sequence
        case "recordedtime": self = .recordedtime
        case "partitionkey": self = .partitionkey
        case "correlationid": self = .correlationid
        case "causationid": self = .causationid
        case "actor": self = .actor
        case "typeversion": self = .typeversion
        case "policy": self = .policy
        case "batchfollowing": self = .batchfollowing
        case "sealed": self = .sealed
        case "numbered": self = .numbered
        default: return nil
        }
    }
}
