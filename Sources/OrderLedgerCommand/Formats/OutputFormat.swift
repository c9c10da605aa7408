import ArgumentParser
import OrderLedger

/// The forms in which a command can write its results.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case table
    case json
    case jsonl
    case csv
    /// Only for what people write by hand, too: the rules of a workflow.
    case yaml

    /// The forms that commands have in general, which is what help texts list.
    static let allValueStrings = [OutputFormat].ofLists.map(\.rawValue)
}

/// Something that commands list, one row in every format.
protocol Row {
    /// The columns for people.
    static var columns: [TableColumn] { get }
    /// The cells under `columns`.
    var cells: [String] { get }
    /// The names of all fields, for CSV; those inside an object are joined by a point.
    static var fieldNames: [String] { get }
    /// The fields under `fieldNames`.
    var fields: [String] { get }
    /// Writes the row as a JSON object.
    func write(to writer: inout JSONWriter)
}

/// Writes rows in one format, as they come.
protocol RowWriter<Element> {
    associatedtype Element: Row

    mutating func write(_ row: Element, to output: StandardOutput) throws
    /// Writes what was held back, and what closes the list.
    mutating func finish(to output: StandardOutput) throws
}

extension OutputFormat {
    /// A writer of rows in this format.
    func writer<Element: Row>(for rows: Element.Type) -> any RowWriter<Element> {
        switch self {
        case .table: TableRows<Element>()
        case .json: JSONRows<Element>()
        case .jsonl: JSONLinesRows<Element>()
        case .csv: CSVRows<Element>()
        case .yaml: preconditionFailure("No list is written as YAML.")
        }
    }

    /// Writes one row that is no list: in JSON an object by itself.
    func write<Element: Row>(_ row: Element, to output: StandardOutput) throws {
        let format = self == .json ? .jsonl : self
        try format.write([row], to: output)
    }

    /// Writes all rows in this format.
    func write<Element: Row>(_ rows: [Element], to output: StandardOutput) throws {
        var writer = writer(for: Element.self)
        for row in rows { try writer.write(row, to: output) }
        try writer.finish(to: output)
    }
}
