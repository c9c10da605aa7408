import EventLog

extension LogStore {
    /// Records that are looked at under one snapshot when the log is followed.
    static let followedMaximum = 2_000
    /// Such a page is full, too, with the record that brings those that are meant to so many bytes.
    private static let followedBytesMaximum = 1 << 20

    /// The next page behind a position, with those of its records that a filter means.
    func page(
        behind position: UInt64,
        _ plan: inout FilterPlan,
    ) throws(LedgerError) -> RecordPage {
        let snapshot = try snapshot()
        try plan.refresh(in: snapshot, of: self)
        return try snapshot.page(
            from: position + 1,
            limit: Self.followedMaximum,
            bytesMaximum: Self.followedBytesMaximum,
            .forward
        ) { (_, record, snapshot) throws(LedgerError) in
            try plan.matches(record, in: snapshot)
        }
    }
}
