import Orders
import Yams

/// One document of YAML as a JSON value, with the places of all that it holds.
///
/// Plain `true`, `false`, `null` and `~` mean what JSON means by them; every other scalar is text,
/// exactly as it stands. A name that stands twice, an alias and a second document are refused.
struct YAMLDocument: Sendable {
    let value: JSONValue
    /// The place of each value by its path, for instance `refusals[3].code`.
    private let places: [String: FilePlace]

    /// - Throws: `FileFault`.
    init(_ bytes: [UInt8], file: String) throws {
        let text = try Self.text(bytes, file: file)
        try Self.refuseAliases(in: text, file: file)
        guard let root = try Self.compose(text, file: file) else {
            throw FileFault(file: file, at: .start, "the file is empty")
        }
        var reading = Reading(file: file)
        value = try reading.value(of: root, at: "")
        places = reading.places
    }

    /// The place of a path, or of what holds it where it is not there itself.
    func place(of path: String) -> FilePlace {
        var path = path[...]
        while !path.isEmpty {
            if let place = places[String(path)] { return place }
            path = path.lastIndex { $0 == "." || $0 == "[" }.map { path[..<$0] } ?? ""
        }
        return places[""] ?? .start
    }

    /// A walk through the nodes of a document.
    private struct Reading {
        let file: String
        var places: [String: FilePlace] = [:]

        mutating func value(of node: Node, at path: String) throws -> JSONValue {
            if places[path] == nil { places[path] = FilePlace(node.mark) }
            switch node {
            case .scalar(let scalar): return Self.value(of: scalar)
            case .sequence(let sequence):
                return .array(
                    try sequence.enumerated().map { index, element in
                        try value(of: element, at: "\(path)[\(index)]")
                    }
                )
            case .mapping(let mapping):
                return .object(try mapping.map { try member($0, $1, in: path) })
            case .alias(let alias):
                throw FileFault(file: file, at: FilePlace(alias.mark), YAMLDocument.aliasRule)
            }
        }

        private mutating func member(
            _ key: Node,
            _ node: Node,
            in path: String
        ) throws -> JSONValue.Member {
            guard case .scalar(let name) = key else {
                throw FileFault(file: file, at: FilePlace(key.mark), "a name must be text")
            }
            let inner = path.isEmpty ? name.string : "\(path).\(name.string)"
            // A list or a mapping is found by its name, which may stand on a line before it.
            if node.scalar == nil { places[inner] = FilePlace(key.mark) }
            return JSONValue.Member(name.string, try value(of: node, at: inner))
        }

        private static func value(of scalar: Node.Scalar) -> JSONValue {
            guard scalar.style == .plain, scalar.tag.rawValue.isEmpty else {
                return .string(scalar.string)
            }
            switch scalar.string {
            case "", "~", "null": return .null
            case "true": return .bool(true)
            case "false": return .bool(false)
            default: return .string(scalar.string)
            }
        }
    }
}

extension FilePlace {
    init(_ mark: Mark?) {
        self = mark.map { FilePlace(line: $0.line, column: $0.column) } ?? .start
    }
}
