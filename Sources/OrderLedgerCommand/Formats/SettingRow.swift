import OrderLedger

/// A setting with its value.
struct SettingRow: Row {
    let key: String
    let value: String

    static let columns = [TableColumn("SETTING"), TableColumn("VALUE", .left, .wrap)]
    var cells: [String] { [key, value] }
    static let fieldNames = ["key", "value"]
    var fields: [String] { [key, value] }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("key", key)
        writer.member("value", value)
        writer.endObject()
    }
}
