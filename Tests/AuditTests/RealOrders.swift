import EventLog
import Foundation
import LedgerTesting
import Orders

/// Real orders that lie beside the checkout, or where ORDERLEDGER_DATA says.
enum RealOrders {
    static let folder: URL? = {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["ORDERLEDGER_DATA"]
        let folder =
            named.map { URL(fileURLWithPath: $0) }
            ?? root.deletingLastPathComponent().appendingPathComponent("shared/data")
        let probe = folder.appendingPathComponent("olist.expected.json").path
        return FileManager.default.fileExists(atPath: probe) ? folder : nil
    }()

    /// The events of a set, in the order of its file.
    static func events(_ name: String) throws -> [NewEvent] {
        guard let folder else { return [] }
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = [
            "gzip", "-dc", folder.appendingPathComponent("\(name).events.jsonl.gz").path,
        ]
        let pipe = Pipe()
        gzip.standardOutput = pipe
        try gzip.run()
        let bytes = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
        gzip.waitUntilExit()
        return try bytes.split(separator: UInt8(ascii: "\n")).map { try event(Array($0)) }
    }

    private static func event(_ line: [UInt8]) throws -> NewEvent {
        let value = try JSONValue(json: line)
        func text(_ name: String) -> String {
            if case .string(let text)? = value[name] { return text }
            return ""
        }
        let data = String(decoding: value["data"]?.json ?? Array("{}".utf8), as: UTF8.self)
        return try NewEvent(
            text("subject"),
            text("id"),
            String(text("type").dropFirst("order.".count)),
            data,
            at: try Timestamp(text: text("time"))
        )
    }

    /// What must come out of a set.
    static func expected(_ name: String) throws -> JSONValue {
        guard let folder else { return .null }
        let file = folder.appendingPathComponent("\(name).expected.json")
        return try JSONValue(json: [UInt8](Data(contentsOf: file)))
    }

    /// A column of the set's table, by order.
    static func column(_ index: Int, of name: String) throws -> [String: String] {
        guard let folder else { return [:] }
        let file = folder.appendingPathComponent("\(name).expected.csv")
        let rows = try String(contentsOf: file, encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst()
        return Dictionary(
            rows.map { row in
                let cells = row.split(separator: ",", omittingEmptySubsequences: false)
                return (String(cells[0]), String(cells[index]))
            },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

extension JSONValue {
    /// An object of whole numbers.
    var numbers: [String: Int] {
        guard case .object(let members) = self else { return [:] }
        return Dictionary(
            members.compactMap { member in
                guard case .number(let digits) = member.value else { return nil }
                return Int(digits).map { (member.name, $0) }
            },
            uniquingKeysWith: +
        )
    }
}
