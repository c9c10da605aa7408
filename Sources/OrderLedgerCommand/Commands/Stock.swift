import ArgumentParser
import OrderLedger

struct Stock: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Count what orders reserved and released of each SKU.",
        discussion: """
            Placing an order reserves its tracked lines, and so does raising them.
            Lowering them and cancelling release, once, whatever is repeated. Held is
            what is reserved still.

            Example:
              orderledger stock
              orderledger stock MUG --format json
            """
    )

    @Argument(help: ArgumentHelp("The only SKU to count. (default: every one)", valueName: "sku"))
    var sku: String?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format()
        let ledger = try location.openForReading()
        guard let sku else {
            return try format.write(try ledger.stock().map(StockRow.init), to: output)
        }
        guard let level = try ledger.stock(of: sku) else {
            throw CommandFailure(
                .missing,
                "no order has reserved \(sku) in \(location.path): see stock for those that are"
            )
        }
        try format.write(StockRow(level), to: output)
    }
}

/// The pieces of one SKU.
struct StockRow: Row {
    private let level: StockLevel

    init(_ level: StockLevel) { self.level = level }

    static let columns = [
        TableColumn("SKU", .left, .cut), TableColumn("RESERVED", .right),
        TableColumn("RELEASED", .right), TableColumn("HELD", .right),
    ]
    static let fieldNames = ["sku", "reserved", "released", "held"]

    var cells: [String] { fields }
    var fields: [String] {
        [level.sku, "\(level.reserved)", "\(level.released)", "\(level.held)"]
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("sku", level.sku)
        for (name, pieces) in zip(Self.fieldNames, fields).dropFirst() {
            writer.key(name)
            writer.raw(pieces)
        }
        writer.endObject()
    }
}
