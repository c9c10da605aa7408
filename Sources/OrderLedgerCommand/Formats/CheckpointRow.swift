import OrderLedger

/// A signed tree head that a ledger keeps.
struct CheckpointRow: Row {
    private let checkpoint: LedgerCheckpoint

    init(_ checkpoint: LedgerCheckpoint) { self.checkpoint = checkpoint }

    static let columns = [
        TableColumn("RECORDS", .right), TableColumn("SIGNED BY"), TableColumn("TOKENS", .right),
        TableColumn("ROOT"),
    ]

    var cells: [String] {
        [
            Int(clamping: head.size).grouped, signers.joined(separator: ", ").printable,
            "\(checkpoint.tokens.count)", head.root.description,
        ]
    }

    static let fieldNames = ["size", "origin", "root", "signatures", "tokens", "note"]

    var fields: [String] {
        [
            "\(head.size)", head.origin, head.root.description, signers.joined(separator: " "),
            "\(checkpoint.tokens.count)", note,
        ]
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("size", Int64(clamping: head.size))
        writer.member("origin", head.origin)
        writer.member("root", head.root.description)
        writer.member("signatures", signers)
        writer.member("tokens", Int64(checkpoint.tokens.count))
        writer.member("note", note)
        writer.endObject()
    }

    private var head: Checkpoint { checkpoint.head.checkpoint }
    private var signers: [String] {
        checkpoint.head.note.signatures.map { "\($0.name)+\($0.id)" }
    }
    private var note: String { String(decoding: checkpoint.head.bytes, as: UTF8.self) }
}
