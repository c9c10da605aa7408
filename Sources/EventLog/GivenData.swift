package import Orders

/// The JSON of a new event's data, as whoever records it has it at hand.
package enum GivenData: Sendable {
    /// Bytes of which a range is the data.
    case text([UInt8], Range<Int>)
    /// The data's members, found on the way to its end in the text around it.
    case fields(DataFields)

    /// The bytes that the data takes.
    var count: Int {
        switch self {
        case .text(_, let range): range.count
        case .fields(let fields): fields.range.count
        }
    }

    /// The typed event; one that this build cannot read is `unknown`.
    func event(
        _ typeName: String,
        typeVersion: UInt8,
        _ completeness: OrderEvent.Completeness,
    ) throws(DataError) -> OrderEvent {
        let type = EventType(name: typeName)
        switch self {
        case .text(let bytes, let range):
            return try OrderEvent(
                type: type,
                typeVersion: typeVersion,
                data: bytes,
                range: range,
                completeness: completeness,
                name: typeName
            )
        case .fields(let fields):
            return try OrderEvent(
                type: type,
                typeVersion: typeVersion,
                fields: fields,
                completeness: completeness,
                name: typeName
            )
        }
    }

    /// The data in its public and its personal part.
    func parts(of type: EventType) throws(DataError) -> DataParts {
        switch self {
        case .text(let bytes, let range):
            return DataParts(try Payload(splitting: bytes, in: range, type: type))
        case .fields(let fields):
            guard fields.isPublicLine(in: type) else {
                return DataParts(try Payload(splitting: fields.bytes, in: fields.range, type: type))
            }
            return DataParts(publicPart: fields.bytes[fields.range], personalPart: [])
        }
    }
}

/// What a record is to hold of an event's data; the public part may still lie in the text that it
/// came in.
struct DataParts {
    let publicPart: ArraySlice<UInt8>
    /// In clear, or as it was sealed before.
    var personalPart: [UInt8]
}

extension DataParts {
    fileprivate init(_ payload: Payload) {
        publicPart = payload.publicPart[...]
        personalPart = payload.personalPart
    }
}
