import OrderLedger

/// What a proof shows of one event.
struct ProofCard {
    private let proven: ProvenRecord

    init(_ proven: ProvenRecord) { self.proven = proven }

    private var head: Checkpoint { proven.proof.checkpoint.checkpoint }

    func write(as format: OutputFormat, to output: StandardOutput) throws {
        guard format == .table else {
            var writer = JSONWriter()
            write(to: &writer)
            return try output.writeLine(writer.bytes)
        }
        var card = Card("Proof of event \(Int(clamping: proven.position.rawValue).grouped)")
        card.add("order", proven.order)
        card.add("event", "\(proven.type), id \(proven.id)")
        card.add("recorded", proven.recordedAt.description)
        card.add("in the log", "\(head.origin), \(Int(clamping: head.size).grouped) records")
        card.add("root", head.root.description)
        card.add("signature", proven.log.map { "by \($0.name)+\($0.id)" } ?? "not checked")
        for witness in proven.witnesses {
            card.add("witness", "\(witness.name), at \(Self.time(witness.seconds))")
        }
        try card.write(to: output)
    }

    private static func time(_ seconds: UInt64) -> String {
        let (microseconds, isBeyond) = Int64(clamping: seconds)
            .multipliedReportingOverflow(by: 1_000_000)
        return isBeyond ? "\(seconds) s" : Timestamp(microseconds: microseconds).description
    }

    private func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("position", Int64(clamping: proven.position.rawValue))
        writer.member("order", proven.order)
        writer.member("event", proven.type)
        writer.member("id", proven.id)
        writer.member("recordedAt", proven.recordedAt.description)
        writer.member("origin", head.origin)
        writer.member("size", Int64(clamping: head.size))
        writer.member("root", head.root.description)
        writer.member("signatureChecked", proven.log != nil)
        writer.member("witnesses", proven.witnesses.map(\.name.rawValue))
        writer.endObject()
    }
}
