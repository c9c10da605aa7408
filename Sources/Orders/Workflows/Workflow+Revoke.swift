extension Workflow {
    /// Decides whether an event may be taken back.
    ///
    /// Boxes of a webshop always may, and what no rule rests on; everything else where the history
    /// without it is taken as it was. Events that were refused before do not count: history made
    /// elsewhere holds those.
    func refuseRevocation(
        of id: EventID,
        in state: OrderState,
        settings: WorkflowSettings
    ) -> Refusal? {
        guard let target = state.event(withID: id) else {
            return Refusal(.notRevocable, "the order has no event \"\(id)\"")
        }
        guard target.digest.type != .revoked else {
            return Refusal(.notRevocable, "a correction cannot be taken back")
        }
        guard state.stands(target) else {
            return Refusal(.notRevocable, "the event \"\(id)\" was taken back before")
        }
        if Self.alwaysRevocable.contains(target.digest.type) { return nil }
        if hasBoxes, WorkflowDraft.boxes.contains(target.digest.type) { return nil }
        return refuseHistory(of: state, without: target, settings: settings)
    }

    private static let alwaysRevocable: EventTypeSet = [.commented, .invoiced, .trackingUpdated]

    private func refuseHistory(
        of state: OrderState,
        without target: RecordedEvent,
        settings: WorkflowSettings
    ) -> Refusal? {
        var before = OrderState()
        var after = OrderState()
        var isLater = false
        for event in state.standingEvents where event.digest.type != .revoked {
            if event.id == target.id {
                isLater = true
                before.apply(event)
                continue
            }
            if isLater, let detail = refuse(event, in: after, settings: settings),
                refuse(event, in: before, settings: settings) == nil
            {
                return Refusal(
                    .notRevocable,
                    "\(event.digest.type.name) of revision \(event.revision) rests on it: \(detail)"
                )
            }
            before.apply(event)
            after.apply(event)
        }
        // Of an order that was not placed meanwhile no capture is judged by what it drew on.
        let currency = state.core.currency ?? state.currencyTakenBack
        if after.overcaptured(in: currency) > before.overcaptured(in: currency) {
            return Refusal(
                .notRevocable,
                "more was captured of an authorization than would be left"
            )
        }
        if after.unaccountedPieces > before.unaccountedPieces {
            return Refusal(
                .notRevocable,
                "more pieces have left or come back than there would be"
            )
        }
        // A bank asks no rule before it takes money back, but that money was captured, too.
        guard after.core.overdrawn > before.core.overdrawn else { return nil }
        return Refusal(.notRevocable, "the money has gone back in refunds and disputes")
    }

    /// Why a recorded event could not follow on a state: its rules, or what it inherits is gone.
    private func refuse(
        _ event: RecordedEvent,
        in state: OrderState,
        settings: WorkflowSettings
    ) -> String? {
        do {
            let digest = try state.digest(of: event.event, patch: event.patch, workflows: nil)
            return decide(
                state,
                event.event,
                digest,
                at: event.occurredAt,
                patch: event.patch,
                settings: settings
            )?.detail
        } catch {
            return error.description
        }
    }
}

extension OrderState {
    /// How much more was captured than its authorizations held, where it names them.
    fileprivate func overcaptured(in currency: Currency?) -> Int64 {
        authorizations(in: currency).reduce(0) {
            $0.clampedAdding(max(0, $1.captured.clampedSubtracting($1.amount)))
        }
    }

    /// How many pieces left beyond what is ordered, or came back beyond what left; of an order that
    /// left whole, all that is ordered did.
    fileprivate var unaccountedPieces: Int64 {
        let ordered = terms.ordered
        guard !ordered.isEmpty else { return 0 }
        let left = goods.isDispatchedWhole ? ordered : goods.dispatched
        return Self.excess(of: left, over: ordered)
            .clampedAdding(Self.excess(of: goods.returned, over: left))
    }

    private static func excess(of pieces: [String: Int64], over others: [String: Int64]) -> Int64 {
        pieces.reduce(0) {
            $0.clampedAdding(max(0, $1.value.clampedSubtracting(others[$1.key, default: 0])))
        }
    }
}
