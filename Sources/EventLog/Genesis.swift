import Orders

/// The first record of every ledger: its id, its format and its default workflow.
///
/// A ledger without a readable genesis record at position 1 is not opened, for liblmdb can show an
/// old snapshot of a damaged file as an empty one.
package struct Genesis: Sendable, Equatable {
    package let ledgerID: String
    package let workflow: String
    /// Whether personal data is kept in clear, as ledgers of earlier builds do.
    package let isPlain: Bool

    package init(ledgerID: String, workflow: String, isPlain: Bool = false) {
        self.ledgerID = ledgerID
        self.workflow = workflow
        self.isPlain = isPlain
    }

    private static let personalMember = "personal"
    private static let sealedWord = "sealed"

    package static let position: UInt64 = 1
    static let eventID = "ledger/created"

    var event: NewEvent {
        get throws(LedgerError) {
            var data: [JSONValue.Member] = [
                .init("ledger", .string(ledgerID)),
                .init("format", .number(String(RecordHeader.formatVersion))),
                .init("workflow", .string(workflow)),
            ]
            if !isPlain { data.append(.init(Self.personalMember, .string(Self.sealedWord))) }
            return try NewEvent(
                ofLedger: .ledgerCreated,
                id: Self.eventID,
                data: JSONValue.object(data).json
            )
        }
    }

    /// Reads the genesis from its record.
    init(_ record: Record) throws(LedgerError) {
        guard record.header.digest.type == .ledgerCreated else { throw Self.missing }
        try self.init(data: Array(record.storedPublicPart))
    }

    /// Reads the genesis from its event's data.
    init(data: [UInt8]) throws(LedgerError) {
        var reader = JSONReader(data)
        guard case .object(let members)? = try? reader.readValue() else { throw Self.missing }
        func text(_ name: String) throws(LedgerError) -> String {
            for member in members where member.name == name {
                if case .string(let text) = member.value { return text }
            }
            throw Self.missing
        }
        try Self.checkFormat(members)
        ledgerID = try text("ledger")
        workflow = try text("workflow")
        guard Self.isName(ledgerID) else {
            throw LedgerError(
                .malformed,
                "the genesis record names its ledger \(ledgerID.debugDescription): an id has 1 to 100 "
                    + "letters, digits, hyphens, dots and underscores"
            )
        }
        isPlain = !members.contains { $0.name == Self.personalMember }
        guard !isPlain else { return }
        guard try text(Self.personalMember) == Self.sealedWord else {
            throw LedgerError(
                .newerFormat,
                "the ledger keeps personal data in a way that is unknown to this build: use a "
                    + "newer build"
            )
        }
    }

    private static func checkFormat(_ members: [JSONValue.Member]) throws(LedgerError) {
        let known = String(RecordHeader.formatVersion)
        for case .number(let version) in members.filter({ $0.name == "format" }).map(\.value)
        where version != known {
            throw LedgerError(
                .newerFormat,
                "the ledger has format \(version); this build reads \(known): use a newer build"
            )
        }
    }

    /// Ids go into reports and other programs' files, where nothing may read more into them.
    private static func isName(_ id: String) -> Bool {
        (1...100).contains(id.utf8.count)
            && id.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || "-._".unicodeScalars.contains(scalar))
            }
    }

    private static var missing: LedgerError {
        LedgerError(
            .corrupted,
            "position 1 holds no genesis record: restore a backup of the ledger"
        )
    }
}
