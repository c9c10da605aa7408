import Testing

@testable import Orders

/// The fast fold over headers against the slow one over payloads, on seeded random histories.
@Suite struct FoldTests {
    static let seeds = 0..<24

    private static func story(
        _ events: [RandomHistory.Event],
        each: (Story) -> Void = { _ in }
    ) -> Story {
        var story = Story(.marketplace, .observe)
        for event in events {
            #expect(story.when(event.name, event.data, id: event.id, at: event.time) != .unreadable)
            each(story)
        }
        return story
    }

    @Test(arguments: seeds)
    func `headers alone and the whole history lead to the same core`(seed: Int) {
        for round in 0..<100 {
            var random = RandomHistory(seed: UInt64(seed * 1_000 + round))
            var head: OrderCore = OrderCore()
            _ = Self.story(random.events()) { story in
                guard let event = story.state.events.last else { return }
                // A ledger keeps the head, and reads the history only where the head says so.
                if !head.apply(event.digest, at: event.occurredAt) {
                    head = OrderState(folding: story.state.events).core
                }
                #expect(head == story.state.core, "seed \(seed), round \(round)")
            }
        }
    }

    @Test(arguments: seeds)
    func `a fold that needs no details leads where the details lead`(seed: Int) {
        for round in 0..<100 {
            var random = RandomHistory(seed: UInt64(seed * 1_000 + round))
            _ = Self.story(random.events()) { story in
                var fast = story.state.core
                fast.facts.insert(.detailed)
                #expect(fast == story.state.derivedCore(), "seed \(seed), round \(round)")
            }
        }
    }

    @Test(arguments: seeds)
    func `a verdict on the header is the verdict on the history`(seed: Int) {
        for round in 0..<40 {
            var random = RandomHistory(seed: UInt64(seed * 1_000 + round))
            var before = OrderState()
            _ = Self.story(random.events()) { story in
                guard let event = story.state.events.last else { return }
                for workflow in Workflow.allBuiltIn {
                    let verdict = workflow.decide(before.core, event.digest, at: event.occurredAt)
                    let refusal = workflow.decide(before, event)
                    switch verdict {
                    case .accepted:
                        #expect(refusal == nil)
                        let detail = workflow.decideDetails(
                            before,
                            event.event,
                            event.digest,
                            patch: event.patch,
                            settings: .init()
                        )
                        #expect(detail == nil, "\(event.digest.type), seed \(seed), round \(round)")
                    case .refused(let early): #expect(refusal == early)
                    case .needsDetail: break
                    }
                }
                before = story.state
            }
        }
    }

    @Test(arguments: seeds)
    func `events that arrive in another order lead to the same state`(seed: Int) {
        for round in 0..<60 {
            var random = RandomHistory(
                seed: UInt64(seed * 1_000 + round),
                isOrderFree: true
            )
            var events = random.events()
            let expected = Self.summary(Self.story(events).state)
            random.shuffle(&events)
            #expect(
                Self.summary(Self.story(events).state) == expected,
                "seed \(seed), round \(round)"
            )
        }
    }

    /// All that must not depend on the order of arrival.
    private static func summary(_ state: OrderState) -> [String] {
        var core = state.core
        core.facts.remove(.detailed)
        return [
            "\(core)", "\(core.facts.names)", "\(state.lines)",
            "\(state.disputes.map(\.reference).sorted())",
            "\(state.complaints.filter(\.isOpen).map(\.name).sorted())",
            "\(state.authorizations.map { [$0.amount, $0.released, $0.captured] }.sorted { $0.description < $1.description })",
            "\(state.packages.map { "\($0.name ?? "-") \($0.dispatchedAt) \("\($0.deliveredAt?.description ?? "-")")" }.sorted())",
        ]
    }

    @Test func `a core fits the words that it is stored in`() {
        #expect(MemoryLayout<OrderCore>.stride == OrderCore().words.count * 8)
    }
}
