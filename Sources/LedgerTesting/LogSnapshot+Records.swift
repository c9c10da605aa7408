package import EventLog

extension LogSnapshot {
    /// Copies of all records from a position on.
    package func records(from start: UInt64) throws(LedgerError) -> [Record] {
        let page = try page(from: start, limit: .max, .forward) { _, _, _ in true }
        var records: [Record] = []
        for index in 0..<page.records.count { records.append(try page.records[index].record) }
        return records
    }
}
