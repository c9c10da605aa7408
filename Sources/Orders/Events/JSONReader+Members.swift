extension JSONReader {
    /// What stands here instead of what was asked for, as the end of a sentence.
    var butIs: String { kind.map { ", not \($0.phrase)" } ?? "" }

    /// The member that a name stands for, or nothing where no event knows it.
    func member(_ name: StringToken) -> DataMember? {
        guard name.hasEscapes else { return .named(bytes.span.extracting(name.range)) }
        return .named(string(name).utf8.span)
    }
}

extension JSONReader.Kind {
    /// The kind with its article, for messages.
    var phrase: String {
        switch self {
        case .object: "an object"
        case .array: "a list"
        case .string: "text"
        case .number: "a number"
        case .bool: "true or false"
        case .null: "null"
        }
    }
}
