public import EventLog
public import Orders
public import Subscriptions

/// Views of your own: rows that follow from the events.
extension Ledger {
    /// Opens the ledger in a folder with projections that commit with every event that is appended
    /// here.
    ///
    /// When `append` has answered, their rows have the event; where a projection throws, the append
    /// fails and nothing is recorded. What was appended without them is caught up with first, now
    /// and whenever another process appends. A ledger that is only read has no use for them.
    /// - Parameters:
    ///   - path: the ledger's folder.
    ///   - options: how it is opened.
    ///   - projections: the views that commit with their events.
    ///   - report: hears of the building of what is not built yet; false cancels it.
    /// - Throws: as `open(at:options:)`, `projectionFailed` where a projection cannot take an event
    ///   that is recorded already, `cancelled`.
    /// - Complexity: O(events that the projections have not seen).
    public static func open(
        at path: String,
        options: LedgerOptions = LedgerOptions(),
        projections: [any LedgerProjection],
        progress report: @escaping ProjectionProgress.Report = { _ in true },
    ) throws(LedgerError) -> Ledger {
        guard options.access == .readWrite else { return try open(at: path, options: options) }
        let inline = try InlineProjections(projections)
        let ledger = try open(at: path, options: options, inline: inline)
        try inline.open(in: ledger.store, progress: report)
        return ledger
    }

    /// Follows the ledger with a projection, from where its rows are complete, until the task is
    /// cancelled or the ledger closed.
    ///
    /// Rows and position commit together, so every event is folded in once, whatever is killed when.
    /// A version has one holder at a time, over all processes; when it dies, the next may run it. It
    /// stands in `followers` as NAME.VERSION. The order of an event that it cannot take is parked:
    /// later events of the order wait, until `retry` or `skip` decides, and all others go on. With
    /// an effect nothing is parked, and it ends there.
    /// - Parameters:
    ///   - projection: the view to keep.
    ///   - effect: carries out what an event obliges to outside the ledger, once its rows
    ///     are kept; at least once, in the order of the log, with the position as a stable id. Only
    ///     the version that answers carries out effects, beginning behind the last that any version
    ///     of its name has carried out; a new name begins behind what was recorded before it.
    /// - Returns: why it ended.
    /// - Throws: `busy` where the version has a holder; `projectionFailed` with a
    ///   `ProjectionFailure` beneath, with everything before the event kept: with an effect, and
    ///   where so many orders are parked that it is not the events that are bad; what an effect
    ///   threw.
    @discardableResult
    public func run(
        _ projection: any LedgerProjection,
        effect: (@Sendable (StoredEvent) async throws -> Void)? = nil,
    ) async throws -> SubscriptionEnd {
        try await watch.run(projection, in: store, effect: effect)
    }

    /// The rows of a projection: of the version that answers, unless another is named.
    ///
    /// - Throws: `noSuchProjection` where there is none, or none that is complete.
    public func projection(
        _ name: String,
        version: Int? = nil,
    ) throws(LedgerError) -> ProjectionSnapshot {
        try store.projection(name, version: version)
    }

    /// Every version of every projection that the ledger keeps, and how far it is.
    public func projections() throws(LedgerError) -> [ProjectionStatus] {
        try store.projections()
    }
}

/// Versions of projections, side by side.
extension Ledger {
    /// Builds a version of a projection beside the one that answers.
    ///
    /// Interrupted, it goes on from where it was. The first version of a name answers as soon as it
    /// is complete; others when you say so.
    /// - Parameters:
    ///   - projection: the version to build.
    ///   - last: the position to stop at; the end of the log unless given.
    ///   - report: hears of each transaction; false cancels.
    /// - Returns: the position up to which its rows are complete.
    /// - Throws: `cancelled`, `projectionFailed`; rows and position agree then, too.
    /// - Complexity: O(events that it has not seen); writers wait for milliseconds at a time.
    @discardableResult
    public func build(
        _ projection: any LedgerProjection,
        through last: Position? = nil,
        progress report: @escaping ProjectionProgress.Report = { _ in true },
    ) throws(LedgerError) -> Position {
        try store.build(projection, through: last, progress: report)
    }

    /// Compares the rows of two versions that are complete up to the same position.
    ///
    /// - Throws: `busy` where they are not: build the one through the position of the other;
    ///   `noSuchProjection`.
    /// - Complexity: O(rows).
    public func compareProjection(
        _ name: String,
        version old: Int,
        with new: Int,
    ) throws(LedgerError) -> ProjectionComparison {
        try store.compareProjection(name, version: old, with: new)
    }

    /// Lets a version of a projection answer from the next read on, built up to the end of the log.
    ///
    /// - Returns: the position at which it took over.
    /// - Throws: as `build(_:through:progress:)`; the old version answers on then.
    @discardableResult
    public func switchProjection(
        to projection: any LedgerProjection,
        progress report: @escaping ProjectionProgress.Report = { _ in true },
    ) throws(LedgerError) -> Position {
        try store.answer(with: projection, progress: report)
    }

    /// Lets the version of a projection answer again that did before the last switch.
    ///
    /// It is as far as it was fed; run it, or open the ledger with it, to go on feeding it.
    /// - Returns: the version that answers now.
    /// - Throws: `noSuchProjection` where none did, or it was dropped.
    @discardableResult
    public func rollBackProjection(_ name: String) throws(LedgerError) -> Int {
        try store.rollBackProjection(name)
    }

    /// Drops a version of a projection that does not answer, or all of it.
    ///
    /// - Parameters:
    ///   - name: the projection's name.
    ///   - version: nothing drops every version, and what is known of effects.
    /// - Throws: `noSuchProjection`, `busy` for the version that answers.
    public func dropProjection(_ name: String, version: Int? = nil) throws(LedgerError) {
        try store.dropProjection(name, version: version)
    }

    /// Builds projections from nothing beside what answers, compares the two, and lets the new rows
    /// stand in the place of the old ones.
    ///
    /// Cancelled, failed or killed, the rows that stood stand. Rows that differ tell of a projection
    /// that is no pure function of the events, or that was changed without a new version.
    /// - Parameters:
    ///   - projections: the views to build anew.
    ///   - isCheck: only compares.
    ///   - report: hears of each transaction; false cancels.
    /// - Returns: a report for each, in their order.
    /// - Throws: `cancelled`, `projectionFailed`, `busy` where another rebuild took over.
    /// - Complexity: O(events + rows); writers wait for milliseconds at a time.
    @discardableResult
    public func rebuild(
        projections: [any LedgerProjection],
        check isCheck: Bool = false,
        progress report: @escaping ProjectionProgress.Report = { _ in true },
    ) throws(LedgerError) -> [ProjectionRebuildReport] {
        var reports: [ProjectionRebuildReport] = []
        for projection in projections {
            reports.append(try store.rebuild(projection, check: isCheck, progress: report))
        }
        return reports
    }
}
