import Audit
import EventLog
import LedgerTesting
import OrderLedger
import Orders
import Testing

@Suite
struct `Differences and explanations` {
    @Test(arguments: ["marketplace", "billing", "reseller"])
    func `check 20: diff of two as-of points lists exactly the events and changed fields`(
        story: String
    ) throws {
        let ledger = try TemporaryLedger(workflow: story)
        try ledger.tell(story)
        let facade = try ledger.facade()
        let head = try facade.statistics().head.rawValue
        for (before, after) in [(0, head), (head / 3, head / 2), (head - 5, head), (head, head)] {
            var changed: [OrderID] = []
            try facade.forEachDifference(between: Position(before), and: Position(after)) {
                difference in
                changed.append(difference.order)
                let expected = try Self.expected(difference, before, after, in: facade)
                #expect(difference.changes.map(\.field) == expected.map(\.field))
                for (change, plain) in zip(difference.changes, expected) where !Self.isMixed(plain)
                {
                    #expect(change == plain || change.isPersonal)
                }
                return true
            }
            var moved: [String] = []
            try facade.forEachEvent(from: Position(before + 1)) { event in
                guard event.position.rawValue <= after else { return false }
                if event.order != "$ledger", !moved.contains(event.order) {
                    moved.append(event.order)
                }
                return true
            }
            #expect(changed.map(\.rawValue) == moved)
        }
        #expect(throws: LedgerError(.malformed, "")) {
            try facade.forEachDifference(between: Position(3), and: Position(2)) { _ in true }
        }
    }

    /// Whether a change may be of a whole part of the document, of which some is personal.
    private static func isMixed(_ change: FieldChange) -> Bool {
        ["customer", "complaints", "progress"].contains { change.field.hasPrefix($0) }
    }

    @Test func `diff says of personal fields that they changed, and never what they say`() throws {
        let ledger = try TemporaryLedger()
        try PersonalStory.tell(to: ledger.store)
        for (id, type, data) in [
            ("8", "amended", #"{"shippingAddress":{"street":"Marina Road 5"}}"#),
            ("9", "amended", #"{"customer":{"name":"Bobby Okafor","country":"NO"}}"#),
            ("10", "complaintOpened", #"{"complaint":"K","kind":"other","text":"Bobby is cross"}"#),
            (
                "11", "complaintClosed",
                #"{"complaint":"K","outcome":"resolved","text":"Bobby is glad"}"#
            ),
        ] { try PersonalStory.append("B-1", id, type, data, to: ledger.store) }
        let facade = try ledger.facade()
        let head = try facade.statistics().head.rawValue
        var personal: Set<String> = []
        let steps: [(UInt64, UInt64)] = (0..<head).map { ($0, $0 + 1) }
        for (before, after) in [(0, head)] + steps {
            try facade.forEachDifference(between: Position(before), and: Position(after)) {
                difference in
                let told = "\(difference)"
                for text in PersonalStory.everything + ["Marina", "Bob", "Ann", "cross", "glad"] {
                    #expect(!told.contains(text), "\(before) to \(after): \(text)")
                }
                personal.formUnion(difference.changes.filter(\.isPersonal).map(\.field))
                return true
            }
        }
        #expect(
            personal.isSuperset(of: [
                "customer.name", "invoiceName", "shippingAddress", "shippingAddress.street",
                "complaints[0].closingText", "details",
            ]),
            "\(personal)"
        )
    }

    /// The fields by the plainest road: every member of both documents, compared.
    ///
    /// The documents are seen on the day of the later position, as the difference is.
    private static func expected(
        _ difference: OrderDifference,
        _ before: UInt64,
        _ after: UInt64,
        in facade: Ledger
    ) throws -> [FieldChange] {
        let day = try facade.instant(at: .position(Position(after))).date
        let order = difference.order
        let old = try facade.document(of: order, on: day, asOf: .position(Position(before)))
        let new = try facade.document(of: order, on: day, asOf: .position(Position(after)))
        return FieldChange.changes(
            from: try old.map(value) ?? .object([]),
            to: try new.map(value) ?? .object([])
        )
    }

    private static func value(_ document: OrderDocument) throws -> JSONValue {
        var writer = JSONWriter()
        document.write(to: &writer)
        return try JSONValue(json: writer.bytes)
    }

    @Test func `changes name the way to each field, and what is absent is null`() throws {
        func changes(_ before: String, _ after: String) throws -> [String] {
            try FieldChange.changes(
                from: JSONValue(json: Array(before.utf8)),
                to: JSONValue(json: Array(after.utf8))
            ).map(\.field)
        }
        #expect(try changes(#"{"a":1}"#, #"{"a":1.0}"#) == [])
        #expect(try changes(#"{"a":null}"#, "{}") == [])
        #expect(try changes(#"{"a":{"b":1}}"#, #"{"a":{"b":2}}"#) == ["a.b"])
        #expect(try changes(#"{"a":[{"b":1}]}"#, #"{"a":[{"b":1},{"b":2}]}"#) == ["a[1]"])
        #expect(try changes(#"{"a":["x"]}"#, #"{"a":["x","y"]}"#) == ["a"])
        #expect(try changes(#"{"a":1,"b":2}"#, #"{"c":3}"#) == ["c", "a", "b"])
    }

    @Test func `explain names the event that last set a field, and the row of the workflow`() throws
    {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        #expect(try ledger.store.append(order.captured()).isNew)
        #expect(try ledger.store.append(order.commented("hello")).isNew)
        let facade = try ledger.facade()
        let status = try #require(try facade.explain(order.order, field: "status"))
        #expect(status.value == .string("processing"))
        #expect(status.setter?.event.type == "paymentCaptured")
        #expect(status.setter?.event.position == Position(3))
        #expect(status.setter?.before == .string("pending"))
        #expect(status.rules.map(\.name) == ["processing"])
        let rows = Workflow.marketplace.statusRows
        let row = try #require(status.rules.first)
        #expect(Workflow.marketplace.statusNames[rows[row.number - 1].status] == "processing")
        let paid = try #require(try facade.explain(order.order, field: "facts.paid"))
        #expect(paid.value == .bool(true))
        #expect(paid.setter?.event.position == Position(3))
        let tabs = try #require(try facade.explain(order.order, field: "tabs"))
        #expect(tabs.rules.map(\.name) == ["all", "processing"])
        let text = try #require(try facade.explain(order.order, field: "progress[1].text"))
        #expect(text.setter?.event.type == "commented")
        let colour = try #require(try facade.explain(order.order, field: "colour"))
        #expect(colour.setter == nil)
        #expect(throws: LedgerError(.malformed, "")) {
            try facade.explain(order.order, field: "shoeSize")
        }
        let nobody = try #require(OrderID("nobody"))
        #expect(try facade.explain(nobody, field: "status") == nil)
    }
}
