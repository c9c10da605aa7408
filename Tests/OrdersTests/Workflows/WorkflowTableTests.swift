import Orders
import Testing

/// Tables are small enough to be tried in full: every set of facts that an order can have.
@Suite struct WorkflowTableTests {
    /// The fact sets that an order can have, over the facts that the workflow's rows name.
    static func reachableFacts(_ workflow: Workflow, also more: FactSet = []) -> [FactSet] {
        let tests =
            workflow.statusRows.map(\.test) + workflow.tabs.flatMap { $0.rows.map(\.test) }
            + workflow.colourRows.map(\.test) + workflow.derivations.map(\.test)
        let named = tests.reduce(more) { $0.union($1.required).union($1.forbidden) }
        var sets: [FactSet] = [[]]
        for bit in 0..<UInt64(64) where named.rawValue & (1 << bit) != 0 {
            sets += sets.map { $0.union(FactSet(rawValue: 1 << bit)) }
        }
        return sets.filter { facts in
            implications.allSatisfy {
                !facts.isSuperset(of: $0) || named.isDisjoint(with: $1)
                    || facts.isSuperset(of: $1.intersection(named))
            }
        }
    }

    static let implications: [(FactSet, FactSet)] = [
        (.dispatchedAll, .dispatched), (.deliveredAll, .delivered), (.refundedAll, .refunded),
        (.paid, .placed), (.placedFree, .placed), (.refundOpen, .begun),
    ]

    @Test(arguments: Workflow.allBuiltIn.map(\.name))
    func `every reachable set of facts has the status of its first row`(name: String) throws {
        let workflow = try #require(Workflow.builtIn(named: name))
        var rows = Set<Int>()
        for facts in Self.reachableFacts(workflow) {
            let core = OrderCore(testing: facts)
            let read = workflow.facts(of: core)
            let row = try #require(workflow.statusRows.firstIndex { $0.test.matches(read) })
            #expect(workflow.status(of: core) == workflow.statusRows[row].status)
            rows.insert(row)
        }
        #expect(rows == Set(workflow.statusRows.indices), "a row is dead")
        #expect(Set(workflow.statusRows.map(\.status)) == Set(workflow.statusNames.indices))
    }

    @Test(arguments: Workflow.allBuiltIn.map(\.name))
    func `every tab, and every row of a tab, holds some order`(name: String) throws {
        let workflow = try #require(Workflow.builtIn(named: name))
        var tabs: UInt32 = 0
        var rows = Set<TabRow>()
        for facts in Self.reachableFacts(workflow) {
            let core = OrderCore(testing: facts)
            let mask = workflow.tabs(of: core)
            tabs |= mask
            for tab in workflow.tabNames.indices {
                let row = workflow.tabRow(of: core, in: tab)
                #expect((row != nil) == (mask & (1 << UInt32(tab)) != 0))
                if let row { rows.insert(row) }
            }
        }
        #expect(tabs == (1 << UInt32(workflow.tabNames.count)) - 1)
        #expect(rows.count == Set(workflow.tabs.flatMap(\.rows)).count)
    }

    @Test(arguments: Workflow.allBuiltIn.map(\.name))
    func `every permission row turns some event away`(name: String) throws {
        let workflow = try #require(Workflow.builtIn(named: name))
        var rows = Set<PermissionRow>()
        for row in workflow.permissionRows {
            for type in row.events.types {
                for trial in UInt8(0)...5 {
                    // Some rows wait behind one that asks for an unpaid order.
                    let unneeded: FactSet = trial < 3 ? [] : .paid
                    let facts = row.test.required.union(Self.lawful(row).subtracting(unneeded))
                    let digest = EventDigest(
                        type: type,
                        traits: [.amount, .billingEvent],
                        variant: trial % 3,
                        amount: 1
                    )
                    let found = workflow.refusingRow(
                        OrderCore(testing: facts, captured: 2),
                        digest,
                        at: Self.early,
                        billing: Self.standing(row.condition)
                    )
                    if let found { rows.insert(found) }
                }
            }
        }
        #expect(rows == Set(workflow.permissionRows))
    }

    /// What must hold of a billing event for a row's condition to be met.
    static func standing(_ condition: PermissionRow.Condition) -> BillingStanding {
        switch condition {
        case .unknownBillingEvent: .unknown
        case .endedBillingEvent: .ended
        case .hardDeclinedBillingEvent: .hardDeclined
        case .usedUpBillingEvent: .retriesUsed
        case .lateForBillingEvent: .windowClosed
        default: []
        }
    }

    static let early = Timestamp(microseconds: 0)

    /// Facts that let an event through all rows but the one in question.
    static func lawful(_ row: PermissionRow) -> FactSet {
        let all: FactSet = [
            .placed, .accepted, .paid, .dispatched, .approvedByReseller, .detailsVerified,
            .procured, .resellerPaid, .subscription, .metered,
        ]
        return row.test.forbidden.contains(.placed) || row.code == .alreadyPlaced
            ? row.test.required : all.subtracting(row.test.forbidden)
    }

    @Test func `tabs and statuses are those of the contract`() {
        #expect(
            Workflow.marketplace.tabNames == [
                "all", "cancelled", "refunded", "delivered", "fulfilled", "processing", "pending",
                "incomplete", "toCheck", "toTrack", "complaints", "refunds",
            ]
        )
        #expect(
            Workflow.dealer.tabNames == [
                "new", "paid", "shipped", "refunded", "cancelled", "archived",
            ]
        )
        #expect(
            Workflow.webshop.tabNames == [
                "cancelled", "unfinished", "complete", "toDispatch", "awaitingPayment",
                "awaitingInvoice", "recent",
            ]
        )
        #expect(
            Workflow.reseller.tabNames == [
                "cancelled", "incomplete", "handled", "awaitingApproval", "awaitingPayment",
                "general",
            ]
        )
    }

    @Test func `workflows are found by name and code`() {
        for workflow in Workflow.allBuiltIn {
            #expect(Workflow.builtIn(named: workflow.name)?.code == workflow.code)
            #expect(Workflow.builtIn(code: workflow.code.rawValue)?.name == workflow.name)
        }
        #expect(Workflow.builtIn(code: 0) == nil)
        #expect(Workflow.Code.reseller.rawValue == 5)
    }

    @Test func `facts have the names and the order of the contract`() {
        #expect(FactSet.publicNames.count == 24)
        for (index, name) in FactSet.publicNames.enumerated() {
            #expect(FactSet(name: name) == FactSet(rawValue: 1 << UInt64(index)))
        }
        #expect(FactSet([.archived, .placed, .begun]).publicNames == ["placed", "archived"])
        #expect(FactSet([.placed, .begun, .detailed]).names == ["placed", "begun", "detailed"])
        #expect(FactSet(name: "refundOpen") == .refundOpen)
        #expect(FactSet(name: "nonsense") == nil)
    }
}
