package import EventLog
package import Orders

extension LogSnapshot {
    /// What was ordered, and how many records had to be read for it.
    ///
    /// - Complexity: one record; all of the order's where carts, amendments or corrections took
    ///   part.
    package borrowing func data(
        of head: OrderHead,
        _ parts: PayloadParts = .whole,
    ) throws(LedgerError) -> (data: OrderData, recordsRead: Int) {
        if head.hasMergedData {
            let state = OrderState(folding: try history(of: head, parts))
            return (state.data, Int(head.revision) + 1)
        }
        guard head.dataPosition > 0 else { return (OrderData(), 0) }
        let record = try record(at: head.dataPosition)
        let event = try recordedEvent(record, parts).event
        guard case .placed(let data) = event else { return (OrderData(), 1) }
        return (data, 1)
    }

    /// The id of an order, from its first record.
    package borrowing func orderID(of head: OrderHead) throws(LedgerError) -> OrderID {
        if let id = try tables.orderID(at: head.firstPosition, in: transaction) { return id }
        throw LedgerError(
            .corrupted,
            "record \(head.firstPosition) has no order id: run replay"
        )
    }

    /// Whether words occur in an order's id, its data and its comments.
    borrowing func finds(_ words: SearchWords, in head: OrderHead) throws(LedgerError) -> Bool {
        var search = words.search()
        let records = try records(of: head)
        if let first = records.first { search.look(at: first.order) }
        let revoked = try revokedIDs(of: head, records)
        var data = JSONValue.object([])
        var isPlaced = false
        for record in records where !search.isDone && !revoked.contains(record.id) {
            switch record.header.digest.type {
            case .cartOpened, .cartUpdated, .amended:
                data = data.merged(with: try json(of: record))
            case .placed:
                // A second `placed` changes nothing.
                if !isPlaced { data = data.merged(with: try json(of: record)) }
                isPlaced = true
            case .commented:
                if let text = try json(of: record)["text"] { search.look(at: text) }
            default: continue
            }
        }
        search.look(at: data)
        return search.isDone
    }

    private borrowing func revokedIDs(
        of head: OrderHead,
        _ records: [Record],
    ) throws(LedgerError) -> Set<String> {
        guard records.contains(where: { $0.header.digest.type == .revoked }) else { return [] }
        let state = OrderState(folding: try history(of: head, .publicPart))
        return Set(state.revokedIDs.map(\.rawValue))
    }

    private borrowing func json(of record: Record) throws(LedgerError) -> JSONValue {
        let bytes = try payload(of: record).merged()
        do {
            return try JSONValue(json: bytes)
        } catch {
            throw LedgerError(
                .corrupted,
                "the data of record \(record.position) cannot be read: \(error)",
                underlying: error
            )
        }
    }
}
