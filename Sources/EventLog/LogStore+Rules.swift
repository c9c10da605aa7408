import LMDB
package import Orders
import Synchronization

extension LogStore {
    /// The rules that stand now.
    ///
    /// - Throws: `corrupted`, and `newerFormat` where `$ledger` says what this build cannot read.
    /// - Complexity: one look-up, more where another process changed them.
    package func rules() throws(LedgerError) -> LedgerRules {
        let snapshot = try snapshot()
        return try rules(in: snapshot)
    }

    /// The rules as of a snapshot.
    package func rules(in snapshot: borrowing LogSnapshot) throws(LedgerError) -> LedgerRules {
        try rules(in: snapshot.transaction, snapshot.tables)
    }

    /// The rules that stood after a position, settings and workflows; those of the snapshot where
    /// there is none.
    ///
    /// - Complexity: O(events of `$ledger`) where they were others, else one look-up.
    package func rules(
        asOf position: Position?,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> LedgerRules {
        let rules = try rules(in: snapshot)
        guard let limit = position?.rawValue, limit < rules.position else { return rules }
        return try snapshot.tables.rules(
            after: originalRules,
            from: rules.position,
            upTo: limit,
            in: snapshot.transaction
        )
    }

    /// The rules as of a transaction: those at hand, folded on where `$ledger` has moved.
    func rules(
        in transaction: borrowing some Transaction & ~Copyable,
        _ tables: LogTables,
    ) throws(LedgerError) -> LedgerRules {
        let known = standingRules.withLock { $0 }
        let last = try tables.head(of: 0, in: transaction).lastPosition
        guard last != known.position else { return known }
        // A reader on an older snapshot than another's must not see what came later.
        let base = last > known.position ? known : originalRules
        let rules = try tables.rules(after: base, from: last, in: transaction)
        standingRules.withLock { standing in
            if standing.position < rules.position { standing = rules }
        }
        return rules
    }
}

extension LogTables {
    /// Rules folded on over the events of `$ledger` that follow them.
    ///
    /// - Parameters:
    ///   - last: the position of the stream's last event.
    ///   - limit: events behind this position are left out.
    fileprivate func rules(
        after base: LedgerRules,
        from last: UInt64,
        upTo limit: UInt64 = .max,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> LedgerRules {
        var records: [Record] = []
        var position = last
        while position > base.position {
            let record = try record(at: position, in: transaction)
            guard record.header.ordinal == 0, record.header.previous < position else {
                throw Self.brokenStream(position)
            }
            if position <= limit { records.append(record) }
            position = record.header.previous
        }
        guard position == base.position else { throw Self.brokenStream(position) }
        var rules = base
        for record in records.reversed() {
            rules = try rules.folding(record, payload(of: record, in: transaction))
        }
        return rules
    }

    private static func brokenStream(_ position: UInt64) -> LedgerError {
        LedgerError(
            .corrupted,
            "the ledger's own stream is broken at position \(position): run replay and rebuild"
        )
    }
}

// MARK: - Opening

extension LedgerRules {
    /// The rules before a ledger's first event, with the workflow that its genesis names.
    ///
    /// That workflow is one of the build's, or the one that the record behind the genesis adds.
    static func original(
        _ genesis: Genesis,
        decoder: @escaping WorkflowDecoder,
        _ tables: LogTables,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> LedgerRules {
        if let workflow = Workflow.builtIn(named: genesis.workflow) {
            return LedgerRules(defaultWorkflow: workflow, decoder: decoder)
        }
        let rules = LedgerRules(defaultWorkflow: .marketplace, decoder: decoder)
        let tail = try LogTail(reading: transaction, tables).position
        guard tail > Genesis.position else { throw unknownDefault(genesis) }
        let record = try tables.record(at: Genesis.position + 1, in: transaction)
        guard record.header.digest.type == .workflowAdded else { throw unknownDefault(genesis) }
        let added = try rules.folding(record, tables.payload(of: record, in: transaction))
        guard let workflow = added.workflows.workflow(named: genesis.workflow) else {
            throw unknownDefault(genesis)
        }
        return LedgerRules(defaultWorkflow: workflow, decoder: decoder)
    }

    private static func unknownDefault(_ genesis: Genesis) -> LedgerError {
        LedgerError(
            .newerFormat,
            "the ledger's default workflow \(genesis.workflow) is unknown to this build: "
                + "use a newer build"
        )
    }
}
