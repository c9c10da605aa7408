public import Orders

/// An event that is to be appended: prepared once, off the writer's path.
///
/// Decoding, validation and the split of the payload happen when it is made; the writer only looks
/// up, decides and copies bytes. It is a reference, so that queues and batches pass it on for a
/// word.
public final class NewEvent: Sendable {
    // The properties lie in memory as they are declared. A batch is more than the processor's caches
    // hold, so what all events of one are asked for together stands together: the size and the
    // order first, then what the writer needs of each.

    /// How much it asks of a transaction: the bytes of its record, with the parts that lie outside.
    let byteCount: Int
    /// The order that it happened to.
    public let order: OrderID
    /// The idempotency key, given by whoever records it.
    public let id: EventID
    /// Its type, `unknown` where this build has none by that name and version.
    public let type: EventType
    /// The version of the data; this build reads version 1.
    public let typeVersion: UInt8
    /// When it happened, claimed; absent: when the ledger takes it.
    public let occurredAt: Timestamp?
    let idHash: UInt64
    /// What its header takes from the event alone.
    let outline: EventOutline
    /// What its record has behind the header.
    let body: RecordBody
    /// The customer id that the event names, if any.
    let customer: String?
    /// Whose key seals its personal part, where it has one and names a customer.
    let subject: DataSubject?
    /// The typed event.
    public let event: OrderEvent
    /// The name of a type that this build does not know, or of a newer version of a known one.
    public let typeName: String?
    /// Who recorded it, from where, and in answer to what.
    public let context: EventContext

    /// The data as it will be stored, personal members apart; without those that came sealed.
    ///
    /// - Complexity: O(bytes), for it is taken out of the encoded record.
    public var payload: Payload { body.payload }

    /// The largest `data` that the ledger takes, in bytes.
    public static let maximumDataBytes = 1 << 20

    /// Makes an event from typed data.
    public convenience init(
        order: OrderID,
        id: EventID,
        _ event: OrderEvent,
        occurredAt: Timestamp? = nil,
        context: EventContext = EventContext(),
    ) throws(LedgerError) {
        guard order != .ledger else { throw Self.reserved }
        var data: [UInt8] = []
        event.encodeData(into: &data)
        let name: String? = if case .unknown(let name) = event { name } else { nil }
        try self.init(
            order: order,
            id: id,
            event: event,
            typeVersion: 1,
            typeName: name,
            data: .text(data, data.indices),
            occurredAt: occurredAt,
            context: context
        )
    }

    /// Makes an event from JSON data, as CloudEvents carry it.
    ///
    /// - Throws: `malformed` with the byte offset in the data, `tooLarge` above 1 MiB.
    public convenience init(
        order: OrderID,
        id: EventID,
        typeName: String,
        typeVersion: UInt8 = 1,
        data: [UInt8],
        range: Range<Int>,
        occurredAt: Timestamp? = nil,
        context: EventContext = EventContext(),
    ) throws(LedgerError) {
        try self.init(
            order: order,
            id: id,
            typeName: typeName,
            typeVersion: typeVersion,
            data: .text(data, range),
            sealed: nil,
            occurredAt: occurredAt,
            context: context
        )
    }

    /// Makes an event from JSON data, with its personal part as another ledger sealed it.
    ///
    /// - Parameter sealed: the stored bytes of the personal part, which then count instead of what
    ///   the data says of it.
    /// - Throws: also `malformed` where the sealed part cannot be one.
    package convenience init(
        order: OrderID,
        id: EventID,
        typeName: String,
        typeVersion: UInt8 = 1,
        data: GivenData,
        sealed: [UInt8]? = nil,
        occurredAt: Timestamp? = nil,
        context: EventContext = EventContext(),
    ) throws(LedgerError) {
        guard order != .ledger else { throw Self.reserved }
        guard data.count <= Self.maximumDataBytes else { throw Self.tooLarge(id, data.count) }
        let event: OrderEvent
        do {
            event = try data.event(
                typeName,
                typeVersion: typeVersion,
                sealed == nil ? .whole : .publicPart
            )
        } catch {
            throw LedgerError(error)
        }
        let isReadable = event.type != .unknown
        try self.init(
            order: order,
            id: id,
            event: event,
            typeVersion: typeVersion,
            typeName: isReadable ? nil : typeName,
            data: data,
            sealed: sealed,
            occurredAt: occurredAt,
            context: context
        )
    }

    /// Makes an event of the ledger's own stream.
    convenience init(
        ofLedger type: EventType,
        id: String,
        data: [UInt8],
        occurredAt: Timestamp? = nil,
        context: EventContext = EventContext(),
    ) throws(LedgerError) {
        guard let id = EventID(id) else { throw LedgerError(.malformed, "no event id: \(id)") }
        try self.init(
            order: .ledger,
            id: id,
            event: .unknown(name: type.name),
            type: type,
            typeVersion: 1,
            typeName: nil,
            data: .text(data, data.indices),
            occurredAt: occurredAt,
            context: context
        )
    }

    init(
        order: OrderID,
        id: EventID,
        event: OrderEvent,
        type: EventType? = nil,
        typeVersion: UInt8,
        typeName: String?,
        data: GivenData,
        sealed: [UInt8]? = nil,
        occurredAt: Timestamp?,
        context: EventContext,
    ) throws(LedgerError) {
        guard data.count <= Self.maximumDataBytes else { throw Self.tooLarge(id, data.count) }
        if let typeName { try Self.check(typeName, "type", 255) }
        try context.checked()
        self.order = order
        self.id = id
        let type = type ?? event.type
        self.type = type
        self.typeVersion = typeVersion
        self.typeName = typeName
        self.event = event
        // A newer version of a comment is unknown to the rules, and its text is personal all the
        // same.
        let splitType = typeName.map { EventType(name: $0) } ?? type
        var parts: DataParts
        do {
            parts = try data.parts(of: splitType)
        } catch {
            throw LedgerError(error)
        }
        if let sealed {
            try SealedPart.check(sealed, of: id)
            parts.personalPart = sealed
        }
        body = RecordBody(
            order: order,
            id: id,
            typeName: typeName,
            context: context,
            parts: parts,
            isSealed: sealed != nil
        )
        byteCount = body.byteCount
        self.occurredAt = occurredAt
        self.context = context
        self.idHash = eventIDHash(id.rawValue)
        outline = EventOutline(event)
        customer = event.customer
        subject = body.isOpen ? customer.map { .customer($0) } : nil
    }

    private static var reserved: LedgerError {
        LedgerError(.malformed, "names that begin with $ belong to the ledger: choose another")
    }

    private static func tooLarge(_ id: EventID, _ bytes: Int) -> LedgerError {
        LedgerError(
            .tooLarge,
            "event \(id) has \(bytes) bytes of data; the ledger takes \(maximumDataBytes): split it"
        )
    }

    static func check(_ text: String, _ what: String, _ maximum: Int) throws(LedgerError) {
        guard text.utf8.count <= maximum else {
            throw LedgerError(
                .malformed,
                "\(what) is longer than \(maximum) bytes: shorten it"
            )
        }
    }
}

extension OrderEvent {
    /// The customer id that the event names, if any.
    fileprivate var customer: String? {
        switch self {
        case .placed(let data), .cartOpened(let data), .cartUpdated(let data), .amended(let data):
            data.customer?.id
        default: nil
        }
    }
}

/// Who recorded an event, from where, and in answer to what.
public struct EventContext: Sendable, Hashable {
    /// Who caused it; absent where nobody says.
    public let actor: Actor?
    /// The system it came from, a URI reference.
    public let source: String
    /// The id that all events of one undertaking share.
    public let correlation: String?
    /// The id of the event that this one answers.
    public let causation: String?

    /// The source of events that are recorded without one.
    public static let defaultSource = "/orderledger"

    /// Says who recorded an event, from where, and in answer to what.
    public init(
        actor: Actor? = nil,
        source: String = EventContext.defaultSource,
        correlation: String? = nil,
        causation: String? = nil,
    ) {
        self.actor = actor
        self.source = source
        self.correlation = correlation
        self.causation = causation
    }

    /// Refuses texts that a record has no room for.
    func checked() throws(LedgerError) {
        if let actor { try NewEvent.check(actor.description, "actor", 255) }
        try NewEvent.check(source, "source", 2_048)
        if let correlation { try NewEvent.check(correlation, "correlationid", 512) }
        if let causation { try NewEvent.check(causation, "causationid", 512) }
    }
}
