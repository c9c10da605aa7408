extension OrderEvent {
    /// Whether an event's data is complete or its personal part was erased.
    public enum Completeness: Sendable, Hashable {
        /// The data is all there.
        case whole
        /// Personal members are gone; the text of a comment reads as empty.
        case publicPart
    }

    /// Reads an event from its type and its data.
    ///
    /// Data of an older version is carried on to the newest one first. A newer version of a known
    /// type, and a type that this build does not know, is `unknown`; its data must only be JSON.
    /// - Parameters:
    ///   - type: the event's type.
    ///   - typeVersion: the version of the data; the newest unless said otherwise.
    ///   - data: bytes that hold the data.
    ///   - range: where among the bytes it stands; all of them unless said otherwise.
    ///   - completeness: whether the personal part is there.
    ///   - name: the type's name where the type is `unknown`.
    ///   - evolution: how data changed from version to version.
    /// - Throws: `DataError` with the path and the offset, in the range, of the first fault.
    /// - Complexity: O(bytes of the data), read twice.
    public init(
        type: EventType,
        typeVersion: UInt8? = nil,
        data: [UInt8],
        range: Range<Int>? = nil,
        completeness: Completeness = .whole,
        name: String? = nil,
        evolution: EventEvolution = .builtIn
    ) throws(DataError) {
        var data = data
        var range = range ?? 0..<data.count
        let newest = evolution.newestVersion(of: type)
        let version = typeVersion ?? newest
        guard version <= newest, type != .unknown, !type.isLedgerOwned else {
            try Self.checkJSON(data, range)
            self = .unknown(name: name ?? type.name)
            return
        }
        if version < newest {
            data = try evolution.upcast(data, in: range, of: type.name, from: version)
            range = data.indices
        }
        self = try Self.event(type, DataFields(data, in: range), completeness)
    }

    /// Reads an event from data whose members were found before, with the text around it.
    ///
    /// - Throws: as the reading of the same data alone.
    /// - Complexity: O(bytes of the members that the event knows), which are looked at once more.
    package init(
        type: EventType,
        typeVersion: UInt8,
        fields: DataFields,
        completeness: Completeness,
        name: String
    ) throws(DataError) {
        guard typeVersion == EventEvolution.builtIn.newestVersion(of: type), type != .unknown,
            !type.isLedgerOwned
        else {
            try self.init(
                type: type,
                typeVersion: typeVersion,
                data: fields.bytes,
                range: fields.range,
                completeness: completeness,
                name: name
            )
            return
        }
        self = try Self.event(type, fields, completeness)
    }

    private static func event(
        _ type: EventType,
        _ fields: DataFields,
        _ completeness: Completeness
    ) throws(DataError) -> OrderEvent {
        switch type {
        case .cartOpened, .cartUpdated, .placed, .amended:
            try order(type, OrderData(fields))
        case .commented: .commented(try Comment(fields, completeness))
        default: try simple(type, fields)
        }
    }

    private static func checkJSON(_ data: [UInt8], _ range: Range<Int>) throws(DataError) {
        var reader = JSONReader(data, in: range, depthLimit: JSONReader.maximumDataDepth)
        do throws(JSONError) {
            try reader.skipValue()
            try reader.expectEnd()
        } catch {
            throw DataError(error, origin: range.lowerBound)
        }
    }

    /// Lists replace lists whole, so that lines given now cannot inherit a price.
    private static func order(_ type: EventType, _ data: OrderData) throws(DataError) -> OrderEvent
    {
        switch type {
        case .cartOpened: return .cartOpened(data)
        case .cartUpdated: return .cartUpdated(data)
        default:
            if let problem = data.missingPrice() { throw problem }
            return type == .placed ? .placed(data) : .amended(data)
        }
    }

    private static func simple(
        _ type: EventType,
        _ fields: DataFields
    ) throws(DataError) -> OrderEvent {
        switch type {
        case .accepted: return .accepted
        case .confirmationOverdue: return .confirmationOverdue
        case .detailsVerified: return .detailsVerified
        case .resumed: return .resumed
        case .completed: return .completed(reason: try fields.text(.reason))
        case .cancelled: return .cancelled(reason: try fields.text(.reason))
        case .archived: return .archived(reason: try fields.text(.reason))
        case .unarchived: return .unarchived(reason: try fields.text(.reason))
        case .approved: return .approved(by: try fields.required(.by, try fields.word(.by)))
        case .procured: return .procured(skus: try fields.lineQuantities()?.map(\.sku))
        case .complaintOpened: return .complaintOpened(try ComplaintOpened(fields))
        case .complaintClosed: return try complaintClosed(fields)
        case .effectSucceeded, .effectFailed: return try effect(type, fields)
        case .revoked: return try revoked(fields)
        case .sentToSupplier, .dispatched, .trackingUpdated, .delivered, .deliveryFailed,
            .returned:
            return try goods(type, fields)
        case .billingEventFailed, .billingEventScheduled, .billingEventRescheduled,
            .billingEventSkipped, .billingEventsMerged, .paused:
            return try schedule(type, fields)
        default: return try money(type, fields)
        }
    }

    private static func complaintClosed(_ fields: DataFields) throws(DataError) -> OrderEvent {
        .complaintClosed(
            complaint: try fields.required(.complaint, try fields.text(.complaint)),
            outcome: try fields.required(.outcome, try fields.word(.outcome)),
            text: try fields.text(.text)
        )
    }

    private static func effect(
        _ type: EventType,
        _ fields: DataFields
    ) throws(DataError) -> OrderEvent {
        let effect = try fields.required(.effect, try fields.text(.effect))
        return type == .effectSucceeded
            ? .effectSucceeded(effect: effect, reference: try fields.text(.reference))
            : .effectFailed(effect: effect, reason: try fields.text(.reason))
    }

    private static func revoked(_ fields: DataFields) throws(DataError) -> OrderEvent {
        let text = try fields.required(.event, try fields.text(.event))
        guard let event = EventID(text) else {
            throw fields.error(.badName, .event, "must be the id of an event")
        }
        return .revoked(
            event: event,
            reason: try fields.required(.reason, try fields.text(.reason))
        )
    }
}
