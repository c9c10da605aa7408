import Audit
import Orders

/// The fields of an order's document that hold personal data, as the contract lists them.
///
/// A report may say that such a field changed, but never what it says.
enum PersonalFields {
    private static let names: Set<String> = [
        "customer.name", "customer.email", "customer.phone", "invoiceName", "billingAddress",
        "shippingAddress", "details", "complaints.text", "complaints.closingText", "progress.text",
    ]

    /// Whether a field is personal, or lies inside one that is.
    static func cover(_ field: String) -> Bool {
        let path = field.split(separator: ".").map { $0.prefix { $0 != "[" } }
        return path.indices.contains { names.contains(path[...$0].joined(separator: ".")) }
    }

    /// What a value says that is not personal.
    static func publicPart(of value: JSONValue, at field: String) -> JSONValue {
        switch value {
        case .object(let members):
            let prefix = field.isEmpty ? "" : field + "."
            let isOurs = value["automatic"] == .bool(true)
            return .object(
                members.compactMap { member in
                    let inner = prefix + member.name
                    guard isOurs || !cover(inner) else { return nil }
                    return JSONValue.Member(member.name, publicPart(of: member.value, at: inner))
                }
            )
        case .array(let elements):
            return .array(elements.map { publicPart(of: $0, at: field) })
        default:
            return value
        }
    }
}

extension FieldChange {
    /// The change without what it says of a person.
    func withoutPersonalData() -> FieldChange {
        guard !PersonalFields.cover(field) else {
            return FieldChange(field: field, before: .null, after: .null, isPersonal: true)
        }
        return FieldChange(
            field: field,
            before: PersonalFields.publicPart(of: before, at: field),
            after: PersonalFields.publicPart(of: after, at: field)
        )
    }
}
