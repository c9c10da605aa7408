import Orders

extension HistoryEntry {
    /// Marks the events that the order's customer may see.
    ///
    /// What took an event back is seen where that event is: alone it would tell of something
    /// hidden.
    static func decideWhatCustomersSee(in entries: inout [HistoryEntry]) {
        var visible: Set<String> = []
        for index in entries.indices {
            let entry = entries[index]
            let isVisible =
                switch entry.content {
                // A comment that was taken back was to be unsaid.
                case .commented(let comment):
                    comment.visibility == .customer && entry.takenBackBy == nil
                case .revoked(let id, _): visible.contains(id.rawValue)
                case .unknown: false
                default: !internalTypes.contains(entry.content.type)
                }
            entries[index].isForCustomer = isVisible
            if isVisible { visible.insert(entry.event.id) }
        }
    }

    /// Who recorded it, as far as the customer may know: only the customer's own name.
    public var actorForCustomer: String? {
        event.actor.hasPrefix("\(Actor.Kind.customer.rawValue):") ? event.actor : nil
    }

    /// The facts that came to hold, as far as they say something to the customer.
    public var factsAddedForCustomer: [String] {
        factsAdded.filter { !OrderDocument.internalFacts.contains($0) }
    }

    /// The facts that no longer hold, as far as they say something to the customer.
    public var factsRemovedForCustomer: [String] {
        factsRemoved.filter { !OrderDocument.internalFacts.contains($0) }
    }

    /// What a shop and its partners do among themselves.
    private static let internalTypes: EventTypeSet = [
        .confirmationOverdue, .approved, .detailsVerified, .procured, .resellerPaid,
        .sentToSupplier, .effectSucceeded, .effectFailed, .archived, .unarchived,
    ]
}
