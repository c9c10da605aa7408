import OrderLedger

/// What a verification found.
struct VerifyPage {
    private let outcome: CheckOutcome

    /// Faults that the table names one by one; JSON has more.
    private static let namedFaults = 50

    init(_ outcome: CheckOutcome) { self.outcome = outcome }

    func write(as format: OutputFormat, to output: StandardOutput) throws {
        guard format == .table else {
            var writer = JSONWriter()
            write(to: &writer)
            return try output.writeLine(writer.bytes)
        }
        var card = Card("Verify")
        card.add("events", outcome.events?.grouped)
        card.add("root", outcome.root ?? "cannot be told")
        card.add("faults", outcome.faultCount == 0 ? "none" : outcome.faultCount.grouped)
        if let against = outcome.against {
            let signature =
                against.signature == "unchecked"
                ? "signature not checked: no key was given" : "signature \(against.signature)"
            card.add(
                "checkpoint",
                "\(against.verdict), \(Int(clamping: against.size).grouped) records of "
                    + "\(against.origin), \(signature)"
            )
        }
        if let signatures = outcome.signatures, signatures.heads > 0 {
            card.add("kept", Self.sentence(signatures))
        }
        var table = Table([TableColumn("POSITION", .right), TableColumn("WHAT", .left, .wrap)])
        for fault in outcome.faults.details.prefix(Self.namedFaults) {
            table.append([fault.position.map { "\($0)" } ?? "", fault.what])
        }
        card.add("Faults", table)
        try card.write(to: output)
    }

    /// For instance "2 checkpoints; signatures: 2 by the log verified, 1 by unknown keys".
    private static func sentence(_ signatures: CheckedSignatures) -> String {
        let heads =
            signatures.heads == 1 ? "1 checkpoint" : "\(signatures.heads.grouped) checkpoints"
        let parts = [
            (signatures.signed, "by the log verified"),
            (signatures.cosigned, "by witnesses verified"),
            (signatures.unknown, "by unknown keys"),
        ]
        let counts = parts.filter { $0.0 > 0 }.map { "\($0.0.grouped) \($0.1)" }
        return "\(heads); signatures: "
            + (counts.isEmpty ? "none" : counts.joined(separator: ", "))
    }

    private func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("ok", outcome.faultCount == 0)
        writer.number("events", outcome.events.map { Int64($0) })
        writer.member("root", outcome.root)
        writer.objects("faults", outcome.faults.details) { writer, fault in
            writer.number("position", fault.position.map { Int64(clamping: $0) })
            writer.member("what", fault.what)
        }
        if let against = outcome.against {
            writer.key("against")
            writer.beginObject()
            writer.member("origin", against.origin)
            writer.member("size", Int64(clamping: against.size))
            writer.member("verdict", against.verdict)
            writer.member("signature", against.signature)
            writer.endObject()
        }
        if let signatures = outcome.signatures {
            writer.key("checkpoints")
            writer.beginObject()
            writer.member("kept", Int64(signatures.heads))
            writer.member("signed", Int64(signatures.signed))
            writer.member("cosigned", Int64(signatures.cosigned))
            writer.member("unknown", Int64(signatures.unknown))
            writer.endObject()
        }
        if outcome.faultCount > outcome.faults.details.count {
            writer.member("faultCount", Int64(outcome.faultCount))
        }
        writer.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func number(_ name: String, _ value: Int64?) {
        key(name)
        if let value { integer(value) } else { null() }
    }
}
