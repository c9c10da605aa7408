/// A parcel: what one dispatch handed to a carrier.
public struct Package: Sendable, Equatable {
    /// The package's name, where the dispatch gave one.
    public let name: String?
    /// Who carries it.
    public internal(set) var carrier: String?
    /// The latest tracking code.
    public internal(set) var tracking: String?
    /// When it was handed over.
    public let dispatchedAt: Timestamp
    /// When it first arrived; nothing while it is on its way.
    public internal(set) var deliveredAt: Timestamp?
    /// What lies in it; nothing means all that was left.
    public let contents: [LineQuantity]?
}

/// What became of the goods, counted by SKU, so that the order of events does not matter.
struct Goods: Sendable, Equatable {
    private(set) var packages: [Package] = []
    private(set) var dispatched: [String: Int64] = [:]
    private(set) var returned: [String: Int64] = [:]
    private(set) var procured: Set<String> = []
    private(set) var isDispatchedWhole = false
    private(set) var isProcuredWhole = false
    /// When packages without a dispatch yet, or with one, were delivered.
    private var deliveries: [String: Timestamp] = [:]
    private var deliveredWholeAt: Timestamp?
    /// Failed deliveries by package, "" for those that name none.
    private var failures: [String: Register] = [:]
    /// How many of them are open.
    private var openFailures = 0
    /// The places of packages by their names, in order.
    private var places: [String: [Int]] = [:]
    /// Packages that have not arrived, or that only a delivery of everything could deliver.
    private var undelivered = 0
    /// The latest delivery of everything, return or refund; it follows up every failure before it.
    private var followedUpAt: Timestamp?

    mutating func apply(_ recorded: RecordedEvent) {
        let time = recorded.occurredAt
        switch recorded.event {
        case .dispatched(let dispatch): add(dispatch, at: time)
        case .trackingUpdated(let tracking, let package): update(tracking, of: package)
        case .delivered(let package): deliver(package, at: time)
        case .deliveryFailed(let package, _): fail(package ?? "", at: time)
        case .returned(let pieces):
            for piece in pieces { Self.add(piece, to: &returned) }
            followUp(at: time)
        case .refunded: followUp(at: time)
        case .procured(let skus):
            procured.formUnion(skus ?? [])
            if skus?.isEmpty ?? true { isProcuredWhole = true }
        default: break
        }
    }

    private mutating func add(_ dispatch: Dispatch, at time: Timestamp) {
        for piece in dispatch.lines ?? [] { Self.add(piece, to: &dispatched) }
        if !dispatch.namesLines { isDispatchedWhole = true }
        // Deliveries may be known before the dispatch that they belong to.
        let delivery = [dispatch.package.flatMap { deliveries[$0] }, deliveredWholeAt]
            .compactMap { $0 }.min()
        if let name = dispatch.package { places[name, default: []].append(packages.count) }
        if dispatch.package == nil || delivery == nil { undelivered += 1 }
        packages.append(
            Package(
                name: dispatch.package,
                carrier: dispatch.carrier,
                tracking: dispatch.tracking,
                dispatchedAt: time,
                deliveredAt: delivery,
                contents: dispatch.namesLines ? dispatch.lines : nil
            )
        )
    }

    private static func add(_ piece: LineQuantity, to counts: inout [String: Int64]) {
        counts[piece.sku, default: 0] = counts[piece.sku, default: 0]
            .clampedAdding(piece.quantity ?? 1)
    }

    private mutating func update(_ tracking: String, of name: String?) {
        let index = name.map { places[$0]?.last } ?? packages.indices.last
        if let index { packages[index].tracking = tracking }
    }

    private mutating func deliver(_ name: String?, at time: Timestamp) {
        if let name {
            deliveries[name] = min(deliveries[name] ?? time, time)
            turnFailure(of: name, on: false, at: time)
            // A failure that names no package may be this one's.
            turnFailure(of: "", on: false, at: time)
            for index in places[name] ?? [] { deliver(at: index, time) }
        } else {
            deliveredWholeAt = min(deliveredWholeAt ?? time, time)
            followUp(at: time)
            for index in packages.indices { deliver(at: index, time) }
        }
    }

    private mutating func deliver(at index: Int, _ time: Timestamp) {
        if packages[index].name != nil, packages[index].deliveredAt == nil { undelivered -= 1 }
        packages[index].deliveredAt = min(packages[index].deliveredAt ?? time, time)
    }

    private mutating func turnFailure(of name: String, on isOn: Bool, at time: Timestamp) {
        var failure = failures[name] ?? Register()
        if failure.isOn { openFailures -= 1 }
        failure.turn(on: isOn, at: time)
        if failure.isOn { openFailures += 1 }
        failures[name] = failure
    }

    private mutating func fail(_ name: String, at time: Timestamp) {
        if let followedUpAt, time < followedUpAt { return }
        turnFailure(of: name, on: true, at: time)
    }

    private mutating func followUp(at time: Timestamp) {
        followedUpAt = max(followedUpAt ?? time, time)
        // Failures that are closed need nothing: one from before the follow-up opens none again.
        guard openFailures > 0 else { return }
        for (name, failure) in failures where failure.isOn {
            turnFailure(of: name, on: false, at: time)
        }
    }
}

extension Dispatch {
    /// Whether only some lines are dispatched; an empty list names none.
    var namesLines: Bool { lines?.isEmpty == false }
}

extension Goods {
    /// Writes what the goods decide into the core.
    ///
    /// - Parameter ordered: the pieces of the order by SKU.
    func settle(_ core: inout OrderCore, ordered: [String: Int64]) {
        core.set(.dispatched, !packages.isEmpty)
        core.set(.dispatchedWhole, isDispatchedWhole)
        core.set(.dispatchedAll, isDispatchedAll(ordered))
        core.set(.delivered, deliveredWholeAt != nil || !deliveries.isEmpty)
        core.set(.deliveredWhole, deliveredWholeAt != nil)
        core.set(.deliveredAll, isDeliveredAll(ordered))
        core.set(.deliveryFailed, openFailures > 0)
        core.set(.procuredWhole, isProcuredWhole)
        core.set(.procured, isProcuredAll(ordered))
    }

    /// Pieces ordered by SKU.
    static func ordered(_ lines: [OrderLine]) -> [String: Int64] {
        var ordered: [String: Int64] = [:]
        for line in lines {
            ordered[line.sku, default: 0] = ordered[line.sku, default: 0]
                .clampedAdding(line.quantity)
        }
        return ordered
    }

    /// Pieces that an event names, by SKU.
    static func summed(_ pieces: [LineQuantity]) -> [String: Int64] {
        var sums: [String: Int64] = [:]
        for piece in pieces { add(piece, to: &sums) }
        return sums
    }

    private func isDispatchedAll(_ ordered: [String: Int64]) -> Bool {
        guard !packages.isEmpty, !isDispatchedWhole else { return isDispatchedWhole }
        return ordered.allSatisfy { dispatched[$0.key, default: 0] >= $0.value }
    }

    /// A parcel without a name is delivered only by a delivery of everything.
    private func isDeliveredAll(_ ordered: [String: Int64]) -> Bool {
        guard deliveredWholeAt == nil else { return true }
        guard isDispatchedAll(ordered) else { return false }
        return undelivered == 0
    }

    private func isProcuredAll(_ ordered: [String: Int64]) -> Bool {
        guard !isProcuredWhole, !procured.isEmpty else { return isProcuredWhole }
        return ordered.keys.allSatisfy(procured.contains)
    }

    /// Pieces in packages that were delivered, by SKU.
    func delivered(_ ordered: [String: Int64]) -> [String: Int64] {
        var delivered: [String: Int64] = [:]
        for package in packages where package.deliveredAt != nil {
            for piece in package.contents ?? rest(of: ordered) {
                Self.add(piece, to: &delivered)
            }
        }
        return delivered
    }

    /// What no dispatch names: this is what a dispatch of everything took along.
    private func rest(of ordered: [String: Int64]) -> [LineQuantity] {
        ordered.map { sku, pieces in
            LineQuantity(sku: sku, quantity: max(0, pieces - dispatched[sku, default: 0]))
        }
    }
}
