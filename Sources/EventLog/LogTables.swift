package import LMDB
package import Orders

/// The tables of a ledger, open for one generation of its views.
///
/// | table | key | value |
/// |---|---|---|
/// | main row `ledger` | | format version and generation |
/// | `log` | position | record |
/// | `blobs` | SHA-256 | a part of a payload too long for its record |
/// | `orders` | order id | ordinal, 4 bytes little-endian |
/// | `ids` | ordinal, id hash, position (big-endian) | empty; only orders of more than 64 events |
/// | `keys` | see `KeyTable` | wrapped keys; only where personal data is sealed |
/// | `tree` | level and index, see `TreeKey` | hashes over the log |
/// | `checkpoints` | tree size and number, see `CheckpointKey` | signed tree heads, and their tokens |
/// | `heads.G` | ordinal | head |
/// | `views.G` | what the projections keep | theirs |
package struct LogTables: Sendable {
    package let generation: UInt32
    package let log: PositionTable
    package let blobs: BytesTable
    package let orders: BytesTable
    package let ids: BytesTable
    package let keys: BytesTable?
    package let heads: PositionTable
    package let views: BytesTable
    /// The tree and what was signed of it; nothing in a ledger of the earlier layout that is
    /// still to get one.
    package let tree: PositionTable?
    package let checkpoints: BytesTable?
    /// How the data of events changed from version to version.
    package var evolution = EventEvolution.builtIn

    static let fixedNames = (log: "log", blobs: "blobs", orders: "orders", ids: "ids")

    package static func headsName(_ generation: UInt32) -> String { "heads.\(generation)" }
    package static func viewsName(_ generation: UInt32) -> String { "views.\(generation)" }

    /// Opens the tables of a ledger that exists.
    init(_ environment: borrowing Environment, generation: UInt32) throws(LMDBError) {
        self.generation = generation
        log = try environment.openPositionTable(Self.fixedNames.log)
        blobs = try environment.openBytesTable(Self.fixedNames.blobs)
        orders = try environment.openBytesTable(Self.fixedNames.orders)
        ids = try environment.openBytesTable(Self.fixedNames.ids)
        keys = try environment.openKeys()
        heads = try environment.openPositionTable(Self.headsName(generation))
        views = try environment.openBytesTable(Self.viewsName(generation))
        let evidence = try Self.evidence(in: environment)
        tree = evidence?.tree
        checkpoints = evidence?.checkpoints
    }

    /// Opens the tables of the generation that is live, whatever others do to it meanwhile.
    init(liveIn environment: borrowing Environment) throws(LedgerError) {
        self = try Self.open(in: environment) { () throws(LedgerError) in
            do {
                return try LedgerRow(environment.beginRead()).generation
            } catch {
                throw LedgerError(anyOf: error)
            }
        }
    }

    /// Opens the tables of the generation that a ledger is read to have.
    ///
    /// Each table is opened in a transaction of its own, so a rebuild that switches in between may
    /// have dropped the next one: then, and only then, its generation reads differently now.
    package static func open(
        in environment: borrowing Environment,
        generation read: () throws(LedgerError) -> UInt32,
    ) throws(LedgerError) -> LogTables {
        var generation = try read()
        var attemptsLeft = 16
        while true {
            do {
                return try LogTables(environment, generation: generation)
            } catch {
                let now = try read()
                attemptsLeft -= 1
                guard error.code == .notFound, now != generation, attemptsLeft > 0 else {
                    throw LedgerError(error)
                }
                generation = now
            }
        }
    }

    /// Makes the tables of a new ledger.
    ///
    /// - Parameter master: what wraps the keys; nothing where personal data is not sealed.
    init(
        creatingIn transaction: inout WriteTransaction,
        sealedBy master: MasterKey? = nil,
    ) throws(LedgerError) {
        do {
            try self.init(creatingIn: &transaction, hasKeys: master != nil)
        } catch {
            throw LedgerError(error)
        }
        if let master { try KeyTable(self)?.write(master, in: &transaction) }
    }

    private init(
        creatingIn transaction: inout WriteTransaction,
        hasKeys: Bool,
    ) throws(LMDBError) {
        generation = 1
        log = try transaction.openPositionTable(Self.fixedNames.log, create: true)
        blobs = try transaction.openBytesTable(Self.fixedNames.blobs, create: true)
        orders = try transaction.openBytesTable(Self.fixedNames.orders, create: true)
        ids = try transaction.openBytesTable(Self.fixedNames.ids, create: true)
        keys = hasKeys ? try transaction.openBytesTable(Self.keysName, create: true) : nil
        heads = try transaction.openPositionTable(Self.headsName(1), create: true)
        views = try transaction.openBytesTable(Self.viewsName(1), create: true)
        let evidence = try Self.makeEvidence(in: &transaction)
        tree = evidence.tree
        checkpoints = evidence.checkpoints
    }

    /// The same tables with another generation of the views.
    package init(_ tables: LogTables, generation: UInt32, heads: PositionTable, views: BytesTable) {
        self.generation = generation
        log = tables.log
        blobs = tables.blobs
        orders = tables.orders
        ids = tables.ids
        keys = tables.keys
        tree = tables.tree
        checkpoints = tables.checkpoints
        evolution = tables.evolution
        self.heads = heads
        self.views = views
    }
}

extension LogTables {
    package func ordinal(
        of id: OrderID,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> UInt32? {
        do {
            return try transaction.get(orders, id.rawValue.utf8Span.span)?.uint32(at: 0)
        } catch {
            throw LedgerError(error)
        }
    }

    /// The head of an order that is known to exist.
    package func head(
        of ordinal: UInt32,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> OrderHead {
        do {
            if let bytes = try transaction.get(heads, UInt64(ordinal)),
                let head = OrderHead(bytes)
            {
                return head
            }
        } catch {
            throw LedgerError(error)
        }
        throw LedgerError(.corrupted, "order number \(ordinal) has no readable head: run rebuild")
    }

    package func record(
        at position: UInt64,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> Record {
        let bytes: [UInt8]?
        do {
            bytes = try transaction.copyValue(log, position)
        } catch {
            throw LedgerError(error)
        }
        guard let bytes else {
            throw LedgerError(.corrupted, "record \(position) is missing: restore a backup")
        }
        return try Record(position: Position(position), bytes: bytes)
    }

    /// The id of the order that a record is about, read without copying the record; nothing where
    /// the text is none.
    package func orderID(
        at position: UInt64,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> OrderID? {
        do {
            if let bytes = try transaction.get(log, position), let header = RecordHeader(bytes),
                header.recordByteCount == bytes.count
            {
                return OrderID(bytes.text(in: header.range(of: .order)))
            }
        } catch {
            throw LedgerError(error)
        }
        return try OrderID(record(at: position, in: transaction).order)
    }

    /// The payload of a record, with the parts that lie outside it; of a sealed one the public part,
    /// which is all that folds may rest on.
    package func payload(
        of record: Record,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> Payload {
        let flags = record.header.flags
        return Payload(
            publicPart: try part(
                record.storedPublicPart,
                flags.contains(.externalPublicPart),
                record,
                in: transaction
            ),
            personalPart: record.isSealed ? [] : try personalPart(of: record, in: transaction),
        )
    }

    /// The personal part of a record as it is stored, open or sealed.
    func personalPart(
        of record: Record,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> [UInt8] {
        try part(
            record.storedPersonalPart,
            record.header.flags.contains(.externalPersonalPart),
            record,
            in: transaction
        )
    }

    private func part(
        _ stored: ArraySlice<UInt8>,
        _ isExternal: Bool,
        _ record: Record,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> [UInt8] {
        guard isExternal else { return Array(stored) }
        do {
            if let bytes = try transaction.copyValue(blobs, Array(stored).span) { return bytes }
        } catch {
            throw LedgerError(error)
        }
        throw LedgerError(
            .corrupted,
            "the long payload of record \(record.position) is missing: restore a backup"
        )
    }

    /// A record with its event decoded.
    package func recordedEvent(
        _ record: Record,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> RecordedEvent {
        try RecordedEvent(record, payload: payload(of: record, in: transaction))
    }

    /// The events of an order up to a record and behind another, oldest first.
    ///
    /// - Parameters:
    ///   - last: the position of the order's last record that is read.
    ///   - known: the position of its last record that is left out; 0 reads from its first.
    package func history(
        through last: UInt64,
        behind known: UInt64 = 0,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        var position = last
        while position > known {
            let record = try record(at: position, in: transaction)
            events.append(try recordedEvent(record, in: transaction))
            position = try record.previous
        }
        events.reverse()
        return events
    }
}
