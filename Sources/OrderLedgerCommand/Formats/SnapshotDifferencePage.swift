import OrderLedger

/// Differences of a snapshot, written as they are found.
final class SnapshotDifferencePage {
    private let format: OutputFormat
    private let output: StandardOutput
    private var rows = TableRows<SnapshotDifferenceRow>()
    private var isFirst = true

    init(_ format: OutputFormat, _ output: StandardOutput) {
        self.format = format
        self.output = output
    }

    func begin() throws {
        if format == .json { try output.write("{\"differences\":[") }
    }

    func write(_ difference: SnapshotDifference) throws {
        switch format {
        case .table:
            for row in SnapshotDifferenceRow.rows(of: difference) {
                try rows.write(row, to: output)
            }
        case .json:
            try output.write(isFirst ? "\n" : ",\n")
            try output.write(Self.bytes(of: difference))
        default:
            try output.writeLine(Self.bytes(of: difference))
        }
        isFirst = false
    }

    /// Writes what is left, and ends the command as its findings ask for.
    ///
    /// - Parameter sameness: the sentence for no differences.
    func finish(_ report: SnapshotReport, _ sameness: String) throws {
        switch format {
        case .table:
            try rows.finish(to: output)
            let orders = "\(report.orders.grouped) orders at position "
            if report.differences == 0 {
                try output.writeLine("\(orders)\(Int(report.position).grouped): \(sameness)")
            }
        case .json:
            try output.write(isFirst ? "]," : "\n],")
            try output.writeLine(
                "\"position\":\(report.position),\"orders\":\(report.orders),"
                    + "\"same\":\(report.differences == 0)}"
            )
        default: break
        }
        if report.differences > 0 { throw CommandFailure.foundSomething }
    }

    private static func bytes(of difference: SnapshotDifference) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("what", difference.what.rawValue)
        writer.member("order", difference.order)
        writer.objects("changes", difference.changes) { writer, change in
            change.writeMembers(to: &writer)
        }
        writer.member("detail", difference.sentence)
        writer.endObject()
        return writer.bytes
    }
}

/// A field of a difference, or all of one that names no fields.
private struct SnapshotDifferenceRow: Row {
    private let what: String
    private let order: String
    private let field: String
    private let before: String
    private let after: String

    static func rows(of difference: SnapshotDifference) -> [SnapshotDifferenceRow] {
        let order = difference.order ?? ""
        guard !difference.changes.isEmpty else {
            return [
                SnapshotDifferenceRow(
                    what: difference.what.rawValue,
                    order: order,
                    field: difference.sentence,
                    before: "",
                    after: ""
                )
            ]
        }
        return difference.changes.map { change in
            SnapshotDifferenceRow(
                what: difference.what.rawValue,
                order: order,
                field: change.field,
                before: change.texts[0],
                after: change.texts[1]
            )
        }
    }

    static let columns = [
        TableColumn("WHAT"), TableColumn("ORDER", .left, .cut),
        TableColumn("FIELD", .left, .wrap), TableColumn("BEFORE", .left, .wrap),
        TableColumn("AFTER", .left, .wrap),
    ]

    var cells: [String] { [what, order, field, before, after] }

    static let fieldNames = ["what", "order", "field", "before", "after"]

    var fields: [String] { cells }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for (name, field) in zip(Self.fieldNames, fields) { writer.member(name, field) }
        writer.endObject()
    }
}

extension FieldChange {
    /// Before and after, for people: of lists of texts what is gone, and what is new.
    var texts: [String] {
        guard !isPersonal else { return ["(personal)", "(personal)"] }
        guard let old = before.texts, let new = after.texts else {
            return [before.plainText, after.plainText]
        }
        let gone = old.filter { !new.contains($0) }.map { "-\($0)" }
        let added = new.filter { !old.contains($0) }.map { "+\($0)" }
        guard !gone.isEmpty || !added.isEmpty else { return [before.plainText, after.plainText] }
        return [gone.joined(separator: " "), added.joined(separator: " ")]
    }

    /// Writes the members of the change, for an object that may have more.
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("field", field)
        if isPersonal { return writer.member("personal", true) }
        writer.member("before", before)
        writer.member("after", after)
    }
}

extension JSONValue {
    /// The value for people: texts without quotes, nothing for null, lists of texts with spaces.
    var plainText: String {
        switch self {
        case .null: ""
        case .string(let text): text
        case .array: texts?.joined(separator: " ") ?? written
        default: written
        }
    }

    /// The texts of a list that holds nothing else.
    var texts: [String]? {
        guard case .array(let elements) = self else { return nil }
        let texts = elements.compactMap { element in
            if case .string(let text) = element { text } else { nil }
        }
        return texts.count == elements.count ? texts : nil
    }

    private var written: String { String(decoding: json, as: UTF8.self) }
}
