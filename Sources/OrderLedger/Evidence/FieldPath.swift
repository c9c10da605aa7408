import Orders

/// The way to a field inside a JSON value: names joined by points, places in lists in brackets.
struct FieldPath {
    private enum Step: Equatable {
        case name(String)
        case place(Int)
    }

    private let steps: [Step]

    /// Reads a path, or nothing where the text is none.
    init?(_ text: String) {
        var steps: [Step] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
            guard let name = pieces.first, !name.isEmpty else { return nil }
            steps.append(.name(String(name)))
            for piece in pieces.dropFirst() {
                guard piece.last == "]", let place = Int(piece.dropLast()), place >= 0 else {
                    return nil
                }
                steps.append(.place(place))
            }
        }
        self.steps = steps
    }

    /// The name of the outermost member.
    var first: String {
        if case .name(let name)? = steps.first { name } else { "" }
    }

    /// The value at the field; nothing where there is no such field.
    ///
    /// A name behind a list of texts asks whether it is among them, as in `facts.paid`.
    func value(in value: JSONValue) -> JSONValue? {
        steps.reduce(value) { value, step in value.flatMap { Self.value(of: step, in: $0) } }
    }

    private static func value(of step: Step, in value: JSONValue) -> JSONValue? {
        switch (step, value) {
        case (.name(let name), .object):
            return value[name]
        case (.name(let name), .array(let elements)):
            let holdsTexts = elements.allSatisfy { if case .string = $0 { true } else { false } }
            return holdsTexts ? .bool(elements.contains(.string(name))) : nil
        case (.place(let place), .array(let elements)):
            return place < elements.count ? elements[place] : nil
        default:
            return nil
        }
    }
}

extension JSONValue {
    /// The names of an object's members, and of those of the objects right inside it.
    var fieldNames: [String] {
        guard case .object(let members) = self else { return [] }
        return members.flatMap { member in
            guard case .object(let inner) = member.value else { return [member.name] }
            return [member.name] + inner.map { "\(member.name).\($0.name)" }
        }
    }
}
