package import EventLog

extension HistoryGenerator {
    /// The next event that can be read; those that cannot are made again.
    package mutating func readableEvent() -> NewEvent {
        while true {
            if let event = try? dirtyEvent() { return event }
        }
    }
}
