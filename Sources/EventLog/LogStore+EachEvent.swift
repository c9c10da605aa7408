import Orders

extension LogStore {
    /// Appends events, each on its own, in as few transactions as their sizes allow, and waits for
    /// the syncs.
    ///
    /// What a batch of one would answer, without a batch and a receipt for each: for whoever
    /// appends by the thousand, and expects nothing of the orders.
    package func append(each events: [NewEvent], policy: AppendPolicy) -> [EventVerdict] {
        CommitSize.runs(of: events, CommitSize.init(of:)).flatMap { run in
            committer.takeTurn {
                self.carryOut(events[run], sized: CommitSize.init(of:)) {
                    .failed($0)
                } staging: { (appends, event) in
                    appends.append(event, policy)
                }
            } performing: {
                self.perform($0)
            }
        }
    }
}

extension AppendTransaction {
    /// Stages an event on its own, or nothing of it.
    fileprivate mutating func append(_ event: NewEvent, _ policy: AppendPolicy) -> EventVerdict {
        var savepoint = savepoint()
        do {
            if let index = try find(event.order), mayHave(event, at: index),
                try earlierRecord(of: event, at: index) != nil
            {
                return .duplicate
            }
            switch try stage(event, policy, following: 0, savepoint: &savepoint) {
            case .staged: return .recorded
            case .refused(let refusal):
                restore(savepoint)
                return .refused(refusal)
            }
        } catch {
            restore(savepoint)
            return .failed(error)
        }
    }
}
