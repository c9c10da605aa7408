/// What was agreed, merged from the cart, the order and its amendments.
///
/// The parts are merged in this order and, within carts and amendments, by the time at which they
/// happened; so it does not matter in which order they arrive. A part that comes last in that order
/// is laid over what is there; only one that arrives late has all of them laid anew.
struct TermsHistory: Sendable, Equatable {
    private var carts: [TermsPart] = []
    private var placed: TermsPart?
    private var amendments: [TermsPart] = []
    /// The parts laid over each other; nothing while the data of `placed` stands alone.
    private(set) var laid: LaidTerms?
    /// The data that stands now. A total is in it only where it stands as it was given.
    private(set) var merged = OrderData()
    /// What the core keeps of it.
    private(set) var agreed = OrderTerms()
    /// The pieces of it by SKU.
    private(set) var ordered: [String: Int64] = [:]
    /// Parts laid so far, for those who watch the work.
    private(set) var laidParts = Tally()

    var placedAt: Timestamp? { placed?.occurredAt }
    var hasCart: Bool { !carts.isEmpty }

    mutating func apply(_ event: RecordedEvent) {
        let time = event.occurredAt
        func part(_ data: OrderData) -> TermsPart {
            TermsPart(data: data, patch: event.patch, occurredAt: time)
        }
        switch event.event {
        case .cartOpened(let data), .cartUpdated(let data):
            // A cart that goes on after the order was placed is no part of it any more.
            if let placedAt, time > placedAt { return }
            let isLast = Self.insert(part(data), into: &carts)
            let isEnd = isLast && placed == nil && amendments.isEmpty
            merge(part(data), over: isEnd ? laid : nil)
        case .placed(let data):
            guard placed == nil else { return }
            placed = part(data)
            let isLast = amendments.isEmpty && (carts.last?.occurredAt ?? time) <= time
            carts.removeAll { $0.occurredAt > time }
            merge(part(data), over: isLast ? laid : nil)
        case .amended(let data):
            let isLast = Self.insert(part(data), into: &amendments)
            merge(part(data), isAmendment: true, over: isLast ? laid : nil)
        default:
            return
        }
    }

    /// Inserts a part by its time; whether it is the last one.
    private static func insert(_ part: TermsPart, into parts: inout [TermsPart]) -> Bool {
        let index = parts.lastIndex { $0.occurredAt <= part.occurredAt } ?? -1
        parts.insert(part, at: index + 1)
        return index + 2 == parts.count
    }

    /// These terms with an order placed on them.
    func placing(_ data: OrderData, patch: JSONValue?) throws(DataError) -> OrderData {
        let last = TermsPart(data: data, patch: patch, occurredAt: Timestamp(microseconds: .max))
        var next = self
        next.placed = last
        if next.standsAlone { return data }
        if placed == nil, amendments.isEmpty, var laid {
            laid.lay(last)
            return try laid.decode()
        }
        return try next.relaid().decode()
    }

    /// What was agreed when the order was placed: cart and order, without amendments.
    var atPlacement: OrderData? {
        guard let placed else { return nil }
        if amendments.isEmpty { return merged }
        if carts.isEmpty { return placed.data }
        var laid = LaidTerms()
        for part in carts { laid.lay(part) }
        laid.lay(placed)
        return (try? laid.decode()) ?? placed.data
    }

    /// These terms with an amendment.
    func amending(_ data: OrderData, patch: JSONValue?) throws(DataError) -> OrderData {
        var laid = self.laid ?? relaid()
        let last = Timestamp(microseconds: .max)
        laid.lay(TermsPart(data: data, patch: patch, occurredAt: last), isAmendment: true)
        return try laid.decode()
    }
}

// MARK: - Stages

extension TermsHistory {
    /// What stood once the order was placed, and after each amendment; nothing of a cart.
    ///
    /// An amendment that does not go together with what stood left it as it was.
    var stages: [OrderData] {
        guard let placed else { return [] }
        if standsAlone { return [placed.data] }
        var laid = LaidTerms()
        for part in carts { laid.lay(part) }
        laid.lay(placed)
        var stages = [(try? laid.decode()) ?? placed.data]
        for part in amendments {
            laid.lay(part, isAmendment: true)
            if let data = try? laid.decode() { stages.append(data) }
        }
        return stages
    }
}

// MARK: - Merging

extension TermsHistory {
    /// Nothing has to be laid where an order has neither a cart nor amendments.
    private var standsAlone: Bool { placed != nil && carts.isEmpty && amendments.isEmpty }

    /// Lays a part over those before it; without those, all parts.
    private mutating func merge(
        _ part: TermsPart,
        isAmendment: Bool = false,
        over base: LaidTerms?
    ) {
        if standsAlone, let placed {
            laid = nil
            return take(placed.data, methodAtPlacement: placed.data.paymentMethod)
        }
        var next = base ?? relaid()
        if base != nil { next.lay(part, isAmendment: isAmendment) }
        let all = carts.count + (placed == nil ? 0 : 1) + amendments.count
        laidParts.count += base == nil ? all : 1
        laid = next
        // Parts were checked when they were recorded. Should they not go together after all (they
        // came in an order in which nobody could check them), the terms stay as they were.
        guard let data = try? next.decode() else { return }
        take(data, methodAtPlacement: next.methodAtPlacement)
    }

    /// All parts laid anew, in their order.
    func relaid() -> LaidTerms {
        var laid = LaidTerms()
        for part in carts { laid.lay(part) }
        if let placed { laid.lay(placed) }
        for part in amendments { laid.lay(part, isAmendment: true) }
        return laid
    }

    private mutating func take(_ data: OrderData, methodAtPlacement: PaymentMethod?) {
        merged = data
        ordered = Goods.ordered(data.lines ?? [])
        agreed = OrderTerms(data, methodAtPlacement: methodAtPlacement)
    }
}

extension OrderTerms {
    init(_ data: OrderData, methodAtPlacement: PaymentMethod?) {
        currency = data.currency?.number ?? 0
        method = data.paymentMethod?.rawValue ?? 0
        self.methodAtPlacement = methodAtPlacement?.rawValue ?? 0
        hasLines = data.hasLines
        hasPlan = data.billingKind != .single
        isUntracked = data.hasOnlyUntrackedLines
        isSoldBySeller = data.fulfilment == .seller
        // A total that cannot be computed (a cart without prices) is no total yet.
        total = data.currency.flatMap { try? data.totals(in: $0).standing }
    }
}
