import Testing

@testable import Orders

/// A workflow, written down as a document and read back.
@Suite struct TablesRoundTripTests {
    @Test(arguments: Workflow.allBuiltIn.map(\.name))
    func `a workflow of the build survives the way through its document`(name: String) throws {
        let workflow = try #require(Workflow.builtIn(named: name))
        let document = try JSONValue(json: workflow.tables.json)
        let read = try Workflow(tables: document, code: workflow.code)
        expectEqual(read, workflow)
        #expect(read.tables == workflow.tables)
        expectEqual(try Workflow(storedTables: document, code: workflow.code), workflow)
    }

    private func expectEqual(_ read: Workflow, _ workflow: Workflow) {
        #expect(read.name == workflow.name)
        #expect(read.code == workflow.code)
        #expect(read.hasBoxes == workflow.hasBoxes)
        #expect(read.confirmation == workflow.confirmation)
        #expect(read.veils == workflow.veils)
        #expect(read.statusNames == workflow.statusNames)
        #expect(read.derivations == workflow.derivations)
        #expect(read.statusRows == workflow.statusRows)
        #expect(read.tabs == workflow.tabs)
        #expect(read.colourRows == workflow.colourRows)
        #expect(read.permissionRows == workflow.permissionRows)
    }

    @Test func `a read workflow decides as the one that was written`() throws {
        for workflow in Workflow.allBuiltIn {
            let read = try Workflow(tables: workflow.tables, code: workflow.code)
            for facts in WorkflowTableTests.reachableFacts(workflow) {
                let core = OrderCore(testing: facts)
                #expect(read.status(of: core) == workflow.status(of: core))
                #expect(read.tabs(of: core) == workflow.tabs(of: core))
                #expect(read.message(of: core) == workflow.message(of: core))
                #expect(read.allowed(core) == workflow.allowed(core))
            }
        }
    }

    @Test func `the name of a workflow of the build is taken by its own code only`() throws {
        #expect(Workflow.faults(in: Workflow.dealer.tables).isEmpty)
        let error = try #require(throws: Workflow.Faults.self) {
            try Workflow(tables: Workflow.dealer.tables, code: .webshop)
        }
        #expect(error.all.map(\.code) == [.nameTaken])
        #expect(error.all.map(\.path) == ["workflow"])
    }

    @Test func `every condition and every fact goes by its name`() {
        for condition in PermissionRow.Condition.allCases {
            #expect(PermissionRow.Condition(name: condition.name) == condition)
        }
        #expect(PermissionRow.Condition(name: "onMonday") == nil)
        for name in FactSet.allNames { #expect(FactSet(name: name)?.names == [name]) }
    }

    @Test func `what is written by hand may be short`() throws {
        let short = try Workflow(
            tables: JSONValue(
                json: Array(
                    #"""
                    {"workflow":"w","statuses":["done","open"],"confirmed":"accepted",
                    "tabs":[{"tab":"all"},{"tab":"d","statuses":"done","forbidden":"returned"}],
                    "statusRows":[{"status":"done","required":"paid","forbidden":["cancelled"]},
                    {"status":"open"}],"colours":null,
                    "refusals":[{"code":"trackingRequired","events":"dispatched",
                    "condition":"withoutTracking"},{"code":"alreadyCancelled","events":"all",
                    "except":"placed","required":"cancelled"}]}
                    """#.utf8
                )
            ),
            code: .marketplace
        )
        #expect(short.confirmation == .accepted)
        #expect(short.tabs.map { $0.rows[0].statuses } == [.max, 1])
        #expect(short.tabs[0].rows[0].sentence == "every order")
        #expect(short.tabs[1].rows[0].sentence == "the status is done, not returned")
        #expect(short.statusRows.map(\.sentence) == ["paid, not cancelled", "every other order"])
        #expect(short.permissionRows[0].sentence == "withoutTracking")
        #expect(short.permissionRows[1].events == EventTypeSet.all.subtracting([.placed]))
        #expect(short.colourRows.isEmpty)
    }

    @Test
    func `a condition that says nothing of an event is a fault, but takes no ledger its rules`()
        throws
    {
        let tables = try JSONValue(
            json: Array(
                #"""
                {"workflow":"w","statuses":["open"],"statusRows":[{"status":"open"}],
                "refusals":[{"code":"partialRefund","events":["refunded","invoiced"],
                "condition":"partialAmount"}]}
                """#.utf8
            )
        )
        let faults = Workflow.faults(in: tables)
        #expect(faults.map(\.code) == [.senselessCondition])
        #expect(faults.map(\.path) == ["refusals[0].condition"])
        let stored = try Workflow(storedTables: tables, code: .firstAdded)
        #expect(stored.permissionRows[0].condition == .partialAmount)
    }
}
