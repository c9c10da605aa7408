import LMDB
import MerkleTree
import Orders

extension AppendTransaction {
    /// Writes the first records of a new ledger as one batch, and the head of its own stream.
    static func writeFirst(
        _ events: [NewEvent],
        now: Timestamp,
        tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        var head = OrderHead(firstPosition: Genesis.position)
        var tree = TreeGrowth.Outcome(edge: TreeEdge())
        do {
            for (index, event) in events.enumerated() {
                let position = Genesis.position + UInt64(index)
                let place = RecordPlace(
                    ordinal: 0,
                    revision: UInt32(index),
                    previous: head.lastPosition,
                    recordedAt: now.microseconds,
                    batchFollowing: UInt16(events.count - 1 - index)
                )
                var record: [UInt8] = []
                let digest = EventDigest(type: event.type)
                let body = event.body
                let header = Record.encode(event, body, digest: digest, at: place, into: &record)
                head.advance(over: header, at: position)
                try transaction.append(tables.log, position, record.span)
                tree.edge.append(TreeHasher.leaf(record.span), fillingUp: &tree.rows)
                for blob in body.blobs {
                    try transaction.put(tables.blobs, blob.digest.span, blob.bytes.span)
                }
            }
            var row: [UInt8] = []
            head.encode(into: &row)
            try transaction.append(tables.heads, 0, row.span)
            tree.edge.writeLastBlock(to: &tree.rows)
            try writeTree(tree, behind: 0, tables, in: &transaction)
        } catch {
            throw LedgerError(error)
        }
    }
}

extension LogStore {
    /// The events of a new ledger: its genesis, and the workflow that it begins with, if any.
    static func firstEvents(
        _ genesis: Genesis,
        adding tables: JSONValue?,
        _ decoder: @escaping WorkflowDecoder,
    ) throws(LedgerError) -> [NewEvent] {
        let rules = LedgerRules(defaultWorkflow: .marketplace, decoder: decoder)
        let added = try tables.map { (tables) throws(LedgerError) in try rules.next(tables) }
        let isKnown = Workflow.builtIn(named: genesis.workflow) != nil
        guard isKnown || added?.name == genesis.workflow else {
            throw LedgerError(.malformed, "there is no workflow named \(genesis.workflow)")
        }
        guard let tables, let added else { return [try genesis.event] }
        let event = try NewEvent(
            ofLedger: .workflowAdded,
            id: "ledger/1",
            data: JSONValue.workflowAdded(tables, added.code).json
        )
        return [try genesis.event, event]
    }
}
