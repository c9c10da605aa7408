import Foundation
import OrderLedger
import Testing

/// A temporary ledger, and the place where the stories touch the ledger's own names.
///
/// It is a class so that its folder goes when the test lets go of it.
final class StoryLedger {
    private let folder: URL
    let ledger: Ledger

    /// Makes an empty ledger whose default workflow is this one.
    init(workflow: String, isPlain: Bool = false) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "orderledger-story-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        ledger = try Ledger.create(
            at: folder.appending(path: "ledger").path,
            workflow: workflow,
            isPlain: isPlain
        )
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Imports a file of CloudEvents lines; what the rules refuse is turned away.
    func importEvents(_ path: String) throws -> ImportCounts {
        let summary = try ledger.importEvents(from: [path], policy: .enforce)
        return ImportCounts(
            read: summary.read,
            appended: summary.appended,
            duplicates: summary.duplicates,
            refused: summary.refused,
            malformed: summary.malformed,
        )
    }

    /// Imports a single line.
    func importEvent(_ line: String) throws -> ImportCounts {
        let file = folder.appending(path: "line.jsonl")
        try (line + "\n").write(to: file, atomically: false, encoding: .utf8)
        return try importEvents(file.path)
    }

    /// An order as it stands; nil where there is none.
    ///
    /// The colour is left out where `withColour` is false: it may depend on the day.
    func order(_ id: String, withColour: Bool = true) throws -> OrderState? {
        let id = try #require(OrderID(id))
        guard let found = try ledger.order(id) else { return nil }
        let core = found.core
        let workflow = try #require(Workflow.builtIn(named: found.workflow))
        let currency = try #require(found.currency)
        func text(_ amount: Int64) -> String {
            Money(minorUnits: amount, currency: currency).amountText
        }
        return OrderState(
            status: found.status,
            tabs: found.tabs,
            colour: withColour ? found.colour : nil,
            message: found.message,
            confirmed: workflow.confirmed(core),
            beneath: workflow.beneath(core),
            currency: currency.code,
            total: text(core.total),
            authorized: text(found.authorized),
            captured: text(found.captured),
            refunded: text(found.refunded),
            outstanding: text(found.outstanding),
            overpaid: text(found.overpaid),
            facts: workflow.facts(of: core).publicNames,
            revision: Int(found.revision.rawValue),
        )
    }

    /// An order's billing events, in the order in which they were made.
    func schedule(of id: String) throws -> [ExpectedBillingEvent] {
        let order = try #require(OrderID(id))
        let state = try #require(try ledger.state(of: order))
        guard let billing = state.agenda.billing else { return [] }
        let currency = try #require(state.core.currency)
        return billing.events.map { event in
            ExpectedBillingEvent(
                id: event.id,
                dueOn: event.dueOn.description,
                amount: Money(minorUnits: event.amount, currency: currency).amountText,
                status: billing.status(of: event),
                attempts: Int(event.attempts)
            )
        }
    }

    /// The kinds of the effects that wait to be settled, sorted, by order.
    func openEffects() throws -> [String: [String]] {
        var kinds: [String: [String]] = [:]
        try ledger.openEffects { effect in
            kinds["\(effect.order)", default: []].append(effect.key.kind.name)
            return true
        }
        return kinds.mapValues { $0.sorted() }
    }

    /// An order's colour on a day, such as 2026-04-01.
    func colour(of id: String, on day: String) throws -> String? {
        let date = try CalendarDate(text: day)
        return try ledger.order(#require(OrderID(id)), on: date)?.colour
    }

    /// The tabs of a workflow with their counts.
    func tabs(workflow: String) throws -> [String: Int] {
        let counted = try ledger.tabs(of: workflow).tabs.map { ($0.tab, $0.count) }
        return Dictionary(counted) { first, _ in first }
    }

    /// What replay objects to, and whether the views are those that it would build.
    func replay() throws -> (findings: [String: Int], projectionsMatch: Bool) {
        let report = try ledger.replay()
        return (report.findings.counts, report.projectionsMatch == true)
    }

    /// Whether views built anew from the log are the same as those that stand.
    func isRebuiltAlike() throws -> Bool {
        try ledger.rebuild(check: true).differences.isEmpty
    }

    /// A ledger that is made anew from what this one exports.
    func restored() throws -> Ledger {
        var lines = Data()
        try ledger.forEachEvent(from: Position(1)) { event in
            lines.append(contentsOf: event.cloudEvent + [UInt8(ascii: "\n")])
            return true
        }
        let file = folder.appending(path: "export.jsonl")
        try lines.write(to: file)
        let path = folder.appending(path: "restored").path
        try Ledger.restore(at: path, from: file.path)
        return try Ledger.open(at: path)
    }

    /// All that the ledger keeps, byte for byte.
    func storedBytes() throws -> Data {
        try Data(contentsOf: folder.appending(path: "ledger/data.mdb"))
    }
}
