import LMDB
import Orders

extension LogStore {
    /// Searches what is recorded by now for what the batches' conditions exclude, so that little is
    /// left to look at under the writer lock.
    ///
    /// What cannot be read is met again under the lock, and answered there.
    func searched(_ batches: [AppendBatch]) -> [AppendBatch] {
        guard batches.contains(where: { $0.scan != nil }) else { return batches }
        return batches.map { batch in
            guard var scan = batch.scan else { return batch }
            do throws(LedgerError) {
                while try search(&scan) {}
            } catch {
                return batch
            }
            return AppendBatch(batch, searched: scan)
        }
    }

    /// Records that are looked at under one snapshot.
    private static let searchMaximum = 2_000

    /// Looks at the next records; false where there are none, or nothing is left to find.
    private func search(_ scan: inout ConditionScan) throws(LedgerError) -> Bool {
        let snapshot = try snapshot()
        var isFound = false
        do {
            var cursor = try snapshot.transaction.cursor(snapshot.tables.log)
            isFound = try cursor.seek(scan.last + 1)
            var count = 0
            while isFound, count < Self.searchMaximum, !scan.isDecided {
                let (position, bytes) = (cursor.positionKey, cursor.value)
                try scan.look(at: position, bytes) { () throws(LedgerError) in
                    let record = try snapshot.record(at: position)
                    let payload = try snapshot.payload(of: record, .publicPart)
                    return try payload.publicMembers(of: record, snapshot.tables.evolution)
                }
                count += 1
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        return isFound && !scan.isDecided
    }
}

extension AppendTransaction {
    /// Every condition of a batch that does not hold, by what is committed and what is staged.
    ///
    /// - Throws: `malformed` where a condition speaks of a position that the log has not reached.
    func unmetConditions(of batch: AppendBatch) throws(LedgerError) -> [ConditionFailure] {
        guard var scan = batch.scan else { return [] }
        for condition in scan.conditions where condition.position.rawValue > staged.lastPosition {
            throw LedgerError(
                .malformed,
                "a condition speaks of position \(condition.position); the log has reached "
                    + "\(staged.lastPosition): name the position that was read"
            )
        }
        while scan.last < staged.lastPosition, !scan.isDecided {
            let record = try record(at: scan.last + 1)
            try scan.look(at: record.position.rawValue, record.bytes.span) {
                () throws(LedgerError) in
                try payload(of: record).publicMembers(of: record, tables.evolution)
            }
        }
        return scan.failures
    }
}
