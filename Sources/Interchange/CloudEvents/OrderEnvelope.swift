import EventLog
import Orders

/// What makes an envelope one of an order's event.
struct OrderEnvelope {
    let order: OrderID
    let id: EventID
    let typeName: String
    let exported: ExportedPlace?

    private static let noData = GivenData.text(Array("{}".utf8), 0..<2)

    /// Makes the event of an envelope, which is lent: a copy would take as long as some attributes.
    func read(
        _ envelope: borrowing Envelope,
        _ item: LineBlock.Item,
        of block: LineBlock,
    ) -> ReadLine {
        let start = envelope.data?.range.lowerBound ?? envelope.start
        do throws(LedgerError) {
            let event = try NewEvent(
                order: order,
                id: id,
                typeName: typeName,
                typeVersion: envelope.typeVersion,
                data: envelope.data.map { .fields($0) } ?? Self.noData,
                sealed: envelope.sealed,
                occurredAt: envelope.time,
                context: envelope.context
            )
            return .event(
                ReadEvent(
                    event: event,
                    line: item.line,
                    dataOffset: start,
                    exported: exported
                )
            )
        } catch {
            let offset = offset(error, envelope, item, block)
            let place = block.malformed(item, at: offset, error.message)
            guard error.code == .tooLarge else { return .malformed(place) }
            return .tooLarge(
                OversizedEvent(order: order, id: id, typeName: typeName, place: place)
            )
        }
    }

    /// The byte that an error is about.
    private func offset(
        _ error: LedgerError,
        _ envelope: borrowing Envelope,
        _ item: LineBlock.Item,
        _ block: LineBlock,
    ) -> Int {
        let isOfData = error.code == .tooLarge || error.underlying is DataError
        if let data = envelope.data, isOfData {
            return data.range.lowerBound + (error.offset ?? 0)
        }
        // Errors over an attribute begin with its name; where it stands is worth a second look.
        var reader = JSONReader(block.bytes, in: item.range)
        return (try? reader.valueOffset(of: error.message.prefix { $0 != " " })) ?? envelope.start
    }
}

extension JSONReader {
    /// Where the value of a member of the next object begins; nothing where there is none.
    fileprivate mutating func valueOffset(of name: Substring) throws(JSONError) -> Int? {
        try beginObject()
        while let key = try nextKey() {
            let value = try skipValue()
            if key == name { return value.lowerBound }
        }
        return nil
    }
}
