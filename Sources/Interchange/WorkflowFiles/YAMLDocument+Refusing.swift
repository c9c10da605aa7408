import Yams

/// What is no document of YAML, or none that is taken.
extension YAMLDocument {
    static let aliasRule = "an alias is not taken here: write out what it stands for"

    static func text(_ bytes: [UInt8], file: String) throws -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        throw FileFault(file: file, at: place(ofBadByteIn: bytes), "the bytes are no UTF-8")
    }

    private static func place(ofBadByteIn bytes: [UInt8]) -> FilePlace {
        var line = 1
        var column = 1
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) {
            let isBreak = scalar.first == UInt8(ascii: "\n")
            line += isBreak ? 1 : 0
            column = isBreak ? 1 : column + 1
        }
        return FilePlace(line: line, column: column)
    }

    /// Refuses an alias before anything follows it: a few lines of them stand for gigabytes.
    ///
    /// An alias is `*name` behind an anchor `&name`; text that holds both is refused with it.
    static func refuseAliases(in text: String, file: String) throws {
        var anchors = Set<[UInt8]>()
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            guard byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*") else { continue }
            let name = Array(bytes[(index + 1)...].prefix(while: isOfName))
            guard !name.isEmpty else { continue }
            if byte == UInt8(ascii: "&") {
                anchors.insert(name)
            } else if anchors.contains(name) {
                let place = place(ofByte: index, in: bytes)
                throw FileFault(file: file, at: place, aliasRule)
            }
        }
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func place(ofByte index: Int, in bytes: [UInt8]) -> FilePlace {
        let before = bytes[..<index]
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let lines = before.count { $0 == UInt8(ascii: "\n") }
        // Bytes that go on a character are none of their own.
        let characters = before[start...].count { $0 & 0xC0 != 0x80 }
        return FilePlace(line: lines + 1, column: characters + 1)
    }

    /// The nodes of the only document.
    static func compose(_ text: String, file: String) throws -> Node? {
        do {
            return try Yams.compose(yaml: text, .default, .default, .utf8)
        } catch let error as YamlError {
            throw fault(error, text, file: file)
        }
    }

    private static func fault(_ error: YamlError, _ text: String, file: String) -> FileFault {
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let reason = context.map { "\($0.text): \(problem)" } ?? problem
            return FileFault(file: file, at: FilePlace(mark), "this is no YAML: \(reason)")
        case .duplicatedKeysInMapping(let names, let context):
            let list = names.map { "\"\($0.prefix(80))\"" }.joined(separator: ", ")
            return FileFault(file: file, at: FilePlace(context.mark), "\(list) stands twice")
        case .reader(let problem, let offset, _, _):
            let index = text.index(text.startIndex, offsetBy: offset ?? 0)
            let byte = text.utf8.distance(from: text.startIndex, to: index)
            let place = place(ofByte: byte, in: Array(text.utf8))
            return FileFault(file: file, at: place, "this is no YAML: \(problem)")
        default:
            return FileFault(file: file, at: .start, "this is no YAML: \(error)")
        }
    }
}
