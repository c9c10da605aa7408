/// Reading an event as far as agendas ask for it.
///
/// A fold over a whole log reads each billing event once more; most of its time would go into
/// members that nothing is made of.
extension OrderEvent {
    /// Reads what an agenda folds of an event whose data was read whole before; the rest is absent.
    ///
    /// - Parameter publicPart: the data without its personal members: no agenda asks for those.
    /// - Throws: `DataError` where what is read cannot be.
    /// - Complexity: O(bytes of the data), read once.
    package init(
        agendaPartOf type: EventType,
        typeVersion: UInt8,
        publicPart: borrowing Span<UInt8>,
        evolution: EventEvolution = .builtIn
    ) throws(DataError) {
        // Another version may say something else by the same members.
        let isCurrent = max(1, typeVersion) == evolution.newestVersion(of: type)
        switch isCurrent ? type : .unknown {
        case .placed, .cardRegistered, .cardReplaced, .paymentAuthorized, .authorizationVoided,
            .authorizationExpired, .paymentCaptured, .billingEventFailed:
            if let fields = FlatFields(publicPart),
                let part = Self.agendaPart(type, fields, publicPart)
            {
                self = part
                return
            }
            let fields = try DataFields(publicPart.array, in: publicPart.indices)
            self = try Self.agendaPart(type, fields)
        default:
            self = try OrderEvent(
                type: type,
                typeVersion: typeVersion,
                data: publicPart.array,
                completeness: .publicPart,
                evolution: evolution
            )
        }
    }

    private static func agendaPart(
        _ type: EventType,
        _ fields: DataFields
    ) throws(DataError) -> OrderEvent {
        switch type {
        case .cardRegistered: .cardRegistered(try Card(agendaPart: fields))
        case .cardReplaced: .cardReplaced(try Card(agendaPart: fields))
        case .paymentAuthorized: .paymentAuthorized(try MoneyEvent(agendaPart: fields))
        case .authorizationVoided: .authorizationVoided(try MoneyEvent(agendaPart: fields))
        case .authorizationExpired: .authorizationExpired(try MoneyEvent(agendaPart: fields))
        case .paymentCaptured: .paymentCaptured(try MoneyEvent(agendaPart: fields))
        case .billingEventFailed: try OrderEvent.schedule(type, fields)
        default: .placed(try OrderData(agendaPart: fields))
        }
    }

    /// The same of data without anything nested; nothing where it does not say enough.
    private static func agendaPart(
        _ type: EventType,
        _ fields: FlatFields,
        _ bytes: borrowing Span<UInt8>
    ) -> OrderEvent? {
        switch type {
        case .cardRegistered: return .cardRegistered(Card(agendaPart: fields, bytes))
        case .cardReplaced: return .cardReplaced(Card(agendaPart: fields, bytes))
        case .billingEventFailed:
            guard let failed = BillingEventFailed(agendaPart: fields, bytes) else { return nil }
            return .billingEventFailed(failed)
        default: break
        }
        guard let money = MoneyEvent(agendaPart: fields, bytes) else { return nil }
        switch type {
        case .paymentAuthorized: return .paymentAuthorized(money)
        case .authorizationVoided: return .authorizationVoided(money)
        case .authorizationExpired: return .authorizationExpired(money)
        case .paymentCaptured: return .paymentCaptured(money)
        default: return nil
        }
    }
}

extension OrderData {
    fileprivate init(agendaPart fields: DataFields) throws(DataError) {
        self.init()
        manufacturer = try fields.text(.manufacturer)
        agendaPlan = try fields.nested(.billing) { (fields) throws(DataError) in
            Boxed(try BillingPlan(fields, currency: nil))
        }
    }
}

extension Card {
    fileprivate init(agendaPart fields: DataFields) throws(DataError) {
        self.init()
        expires = try fields.text(.expires)
    }
}

extension Card {
    fileprivate init(agendaPart fields: FlatFields, _ bytes: borrowing Span<UInt8>) {
        self.init()
        expires = fields.text(.expires, in: bytes)
    }
}

extension BillingEventFailed {
    fileprivate init?(agendaPart fields: FlatFields, _ bytes: borrowing Span<UInt8>) {
        guard let billingEvent = fields.text(.billingEvent, in: bytes),
            let decline = fields.text(.decline, in: bytes).flatMap(Decline.init(word:))
        else { return nil }
        self.init(billingEvent: billingEvent, decline: decline)
        retry = fields.text(.retry, in: bytes).flatMap(RetryKind.init(word:))
    }
}

extension MoneyEvent {
    fileprivate init?(agendaPart fields: FlatFields, _ bytes: borrowing Span<UInt8>) {
        guard let amount = fields.amount(.amount, in: bytes) else { return nil }
        self.init(amount: amount)
        reference = fields.text(.reference, in: bytes)
        billingEvent = fields.text(.billingEvent, in: bytes)
        effect = fields.text(.effect, in: bytes)
        expiresAt = fields.text(.expiresAt, in: bytes)
    }

    fileprivate init(agendaPart fields: DataFields) throws(DataError) {
        self.init(amount: try fields.required(.amount, try fields.amount(.amount)))
        reference = try fields.text(.reference)
        billingEvent = try fields.text(.billingEvent)
        effect = try fields.text(.effect)
        expiresAt = try fields.text(.expiresAt)
    }
}
