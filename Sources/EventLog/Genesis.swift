import Orders

/// The first record of every ledger: its id, its format and its default workflow.
///
/// A ledger without a readable genesis record at position 1 is not opened, for liblmdb can show an
/// old snapshot of a damaged file as an empty one.
package struct Genesis: Sendable, Equatable {
    package let ledgerID: String
    package let workflow: String

    package init(ledgerID: String, workflow: String) {
        self.ledgerID = ledgerID
        self.workflow = workflow
    }

    package static let position: UInt64 = 1
    static let eventID = "ledger/created"

    var event: NewEvent {
        get throws(LedgerError) {
            let data = JSONValue.object([
                .init("ledger", .string(ledgerID)),
                .init("format", .number(String(RecordHeader.formatVersion))),
                .init("workflow", .string(workflow)),
            ]).json
            return try NewEvent(ofLedger: .ledgerCreated, id: Self.eventID, data: data)
        }
    }

    /// Reads the genesis from its record.
    init(_ record: Record) throws(LedgerError) {
        guard record.header.digest.type == .ledgerCreated else { throw Self.missing }
        let data = Array(record.storedPublicPart)
        var reader = JSONReader(data)
        guard case .object(let members)? = try? reader.readValue() else { throw Self.missing }
        func text(_ name: String) throws(LedgerError) -> String {
            for member in members where member.name == name {
                if case .string(let text) = member.value { return text }
            }
            throw Self.missing
        }
        ledgerID = try text("ledger")
        workflow = try text("workflow")
    }

    private static var missing: LedgerError {
        LedgerError(
            .corrupted,
            "position 1 holds no genesis record: restore a backup of the ledger"
        )
    }
}
