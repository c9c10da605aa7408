/// Reads values out of the document of a workflow, and keeps every fault that it meets.
///
/// Each value has a path, by which a file finds the line. Null stands for what is absent.
struct TableReader {
    private(set) var faults: [Workflow.Fault] = []

    /// A name in the document, and where it stands.
    struct Name {
        let text: String
        let path: String
    }

    /// An object in the document, and where it stands.
    struct Row {
        let value: JSONValue
        let path: String

        /// The path of a member.
        func path(of member: String) -> String { path.isEmpty ? member : "\(path).\(member)" }

        /// A member that is there and not null.
        subscript(member: String) -> JSONValue? {
            if case .null? = value[member] { return nil }
            return value[member]
        }
    }

    mutating func report(_ code: Workflow.Fault.Code, at path: String, _ sentence: String) {
        faults.append(Workflow.Fault(code, at: path, sentence))
    }

    // MARK: - Objects and lists

    /// An object whose members are all among the given ones; others are faults.
    mutating func row(_ value: JSONValue, at path: String, members: [String]) -> Row? {
        guard case .object(let given) = value else {
            let list = members.joined(separator: ", ")
            report(.wrongType, at: path, "this must be a mapping of \(list)")
            return nil
        }
        let row = Row(value: value, path: path)
        for member in given where !members.contains(member.name) {
            let hint = NearestName.question(member.name, among: members)
            let list = members.joined(separator: ", ")
            let known = hint.isEmpty ? "; there are \(list)" : hint
            let sentence = "there is no member \"\(member.name.shown)\"\(known)"
            report(.unknownMember, at: row.path(of: member.name), sentence)
        }
        if JSONValue.hasDuplicates(given) {
            report(.duplicate, at: path, "a member stands twice")
        }
        return row
    }

    /// The elements of a list of rows, none where it is absent.
    mutating func elements(
        _ member: String,
        of row: Row,
        max: Int = Workflow.rowsMax
    ) -> [(value: JSONValue, path: String)] {
        guard let value = row[member] else { return [] }
        let path = row.path(of: member)
        guard case .array(let elements) = value else {
            report(.wrongType, at: path, "\(member) must be a list")
            return []
        }
        if elements.count > max {
            let sentence = "\(member) has \(elements.count) elements; at most \(max) are taken"
            report(.tooMany, at: path, sentence)
        }
        return elements.prefix(max).enumerated().map { ($0.element, "\(path)[\($0.offset)]") }
    }

    /// A list of names, also one name alone; none where it is absent.
    mutating func names(_ member: String, of row: Row) -> [Name] {
        guard let value = row[member] else { return [] }
        let path = row.path(of: member)
        let elements: [(JSONValue, String)]
        if case .array(let values) = value {
            elements = values.enumerated().map { ($0.element, "\(path)[\($0.offset)]") }
        } else {
            elements = [(value, path)]
        }
        var names: [Name] = []
        var seen = Set<String>()
        for (element, path) in elements {
            guard case .string(let text) = element else {
                report(.wrongType, at: path, "\(member) must be a name or a list of names")
                continue
            }
            guard seen.insert(text).inserted else {
                report(.duplicate, at: path, "\"\(text.shown)\" stands twice")
                continue
            }
            names.append(Name(text: text, path: path))
        }
        return names
    }

    // MARK: - Values

    /// A text of one line; nothing where it is absent.
    mutating func text(_ member: String, of row: Row) -> String? {
        guard let value = row[member] else { return nil }
        let path = row.path(of: member)
        guard case .string(let text) = value else {
            report(.wrongType, at: path, "\(member) must be text")
            return nil
        }
        guard text.utf8.count <= Workflow.textBytesMax else {
            let sentence = "\(member) is longer than \(Workflow.textBytesMax) bytes"
            report(.badText, at: path, sentence)
            return nil
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            report(.badText, at: path, "\(member) must be one line without control characters")
            return nil
        }
        return text
    }

    /// A name that must be there and be a simple word.
    mutating func word(_ member: String, of row: Row) -> String? {
        let before = faults.count
        guard let text = text(member, of: row) else {
            if faults.count == before {
                report(.missing, at: row.path, "\(member) is missing")
            }
            return nil
        }
        return isWord(Name(text: text, path: row.path(of: member))) ? text : nil
    }

    /// Whether a name is a simple word; a fault where it is none.
    mutating func isWord(_ name: Name) -> Bool {
        guard Workflow.isSimpleWord(name.text) else {
            report(
                .badName,
                at: name.path,
                "\"\(name.text.shown)\" is no simple word: a letter, then letters, digits, _ "
                    + "and -, at most \(Workflow.nameBytesMax)"
            )
            return false
        }
        return true
    }

    /// Whether a member is true; false where it is absent.
    mutating func flag(_ member: String, of row: Row) -> Bool {
        guard let value = row[member] else { return false }
        guard case .bool(let isTrue) = value else {
            report(.wrongType, at: row.path(of: member), "\(member) must be true or false")
            return false
        }
        return isTrue
    }
}

extension String {
    /// The text as a message quotes it: short, and on one line.
    var shown: String {
        let plain = unicodeScalars.prefix(80).map { scalar in
            scalar.properties.generalCategory == .control ? " " : String(scalar)
        }
        return plain.joined() + (unicodeScalars.count > 80 ? "…" : "")
    }
}
