import Orders
import Testing

/// Every event in every status of a billed order: the next status, or the refusal.
@Suite struct BillingMatrixTests {
    private func story(_ status: String) throws -> Story {
        var story = Story(try #require(Workflow.builtIn(named: "billing")))
        for step in try #require(BillingMatrix.histories[status]) {
            let outcome = story.when(step.event, step.data)
            #expect(outcome == .taken, "\(status): \(step.event) \(step.data)")
        }
        return story
    }

    @Test(arguments: BillingMatrix.statuses)
    func `a history leads to each status`(status: String) throws {
        #expect(try story(status).status == status)
    }

    @Test(arguments: BillingMatrix.rows)
    func `an event leads on, or is refused`(row: BillingMatrix.Row) throws {
        try #require(row.outcomes.count == BillingMatrix.statuses.count)
        for (status, word) in zip(BillingMatrix.statuses, row.outcomes) {
            var story = try story(status)
            let outcome = story.when(row.event, row.data)
            if let code = Refusal.Code(rawValue: word) {
                #expect(outcome == .refused(code), "\(status): \(row.event) \(row.data)")
                #expect(story.status == status, "\(status): \(row.event) \(row.data)")
            } else {
                #expect(outcome == .taken, "\(status): \(row.event) \(row.data)")
                let next = word == "·" ? status : word
                #expect(story.status == next, "\(status): \(row.event) \(row.data)")
            }
        }
    }

    @Test func `the matrix speaks of every event that billing may see`() {
        let types = EventType.ofOrders
        let named = Set(BillingMatrix.rows.map { EventType(name: $0.event) })
        #expect(Set(types).subtracting(named) == [.returned])
    }

    @Test func `the matrix that is printed says what was worked out by hand`() throws {
        let printed = try #require(Workflow.billing.matrix)
        #expect(printed.statuses == BillingMatrix.statuses)
        #expect(Set(printed.rows.map(\.event)) == Set(EventType.ofOrders))
        var compared: Set<EventType> = []
        for row in printed.rows {
            for own in BillingMatrix.rows where try row.isSame(as: own) {
                let words = zip(row.outcomes, printed.statuses).map { $0.word(in: $1) }
                #expect(words == own.outcomes, "\(own)")
                compared.insert(row.event)
            }
        }
        #expect(Set(EventType.ofOrders).subtracting(compared) == [.returned])
    }

    @Test func `workflows without samples have no matrix`() {
        let names = Workflow.allBuiltIn.filter { $0.matrix != nil }.map(\.name)
        #expect(names == ["billing"])
    }

    @Test func `every word of the matrix is a status or a code`() {
        for word in BillingMatrix.rows.flatMap(\.outcomes) where word != "·" {
            let isStatus = BillingMatrix.statuses.contains(word)
            #expect(isStatus != (Refusal.Code(rawValue: word) != nil), "\(word)")
        }
    }
}

extension WorkflowMatrix.Row {
    fileprivate func isSame(as row: BillingMatrix.Row) throws -> Bool {
        guard event.name == row.event else { return false }
        return try data == JSONValue(json: Array(row.data.utf8))
    }
}

extension WorkflowMatrix.Outcome {
    /// The outcome as the table of these tests has it.
    fileprivate func word(in status: String) -> String {
        switch self {
        case .taken(let next): next == status ? "·" : next
        case .refused(let code): code.rawValue
        }
    }
}
