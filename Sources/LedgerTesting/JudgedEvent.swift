package import EventLog
package import Orders

/// An event as the rules see it behind a whole history.
package struct JudgedEvent {
    package var digest: EventDigest
    package let refusal: Refusal?
    private let patch: JSONValue?

    /// - Throws: where the event's data does not fit the order, for instance its currency.
    package init(
        _ event: NewEvent,
        after state: OrderState,
        defaultWorkflow: Workflow,
        settings: WorkflowSettings = WorkflowSettings(),
        workflows: WorkflowCatalogue = .builtIn,
        recordedAt: Timestamp,
    ) throws(DataError) {
        patch = event.mergedData
        digest = try state.digest(of: event.event, patch: patch, workflows: workflows)
        let codes = [state.core.workflow, digest.workflow]
        let workflow = codes.lazy.compactMap { workflows[$0] }.first
        refusal = (workflow ?? defaultWorkflow).decide(
            state,
            event.event,
            digest,
            at: event.occurredAt ?? recordedAt,
            patch: patch,
            settings: settings
        )
    }

    /// The event as history holds it.
    package func recorded(
        _ event: NewEvent,
        recordedAt: Timestamp,
        position: Position,
        revision: Revision,
    ) -> RecordedEvent {
        RecordedEvent(
            id: event.id,
            event: event.event,
            patch: patch,
            digest: digest,
            occurredAt: event.occurredAt ?? recordedAt,
            recordedAt: recordedAt,
            position: position,
            revision: revision,
            actor: event.context.actor
        )
    }
}

extension NewEvent {
    /// The data as JSON, where it is merged with other events' data.
    package var mergedData: JSONValue? {
        let isMerged = [.cartOpened, .cartUpdated, .placed, .amended].contains(type)
        return isMerged ? try? JSONValue(json: payload.merged()) : nil
    }
}
