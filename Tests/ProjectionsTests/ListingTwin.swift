import EventLog
import LedgerTesting
import Orders
import Projections

/// The slow twin of listings: every order refolded from its history, filters applied one by one.
struct ListingTwin {
    private let orders: [PlainOrder]

    /// One order as its history alone says it.
    private struct PlainOrder {
        let firstPosition: UInt64
        let id: String
        let state: OrderState
        let workflow: Workflow
        /// Every customer id that any event named.
        let named: Set<String>
    }

    init(_ store: LogStore) throws {
        var histories: [UInt32: [RecordedEvent]] = [:]
        var ids: [UInt32: String] = [:]
        let snapshot = try store.snapshot()
        for record in try snapshot.records(from: 2)
        where record.header.ordinal > 0 {
            let event = try snapshot.recordedEvent(record)
            histories[record.header.ordinal, default: []].append(event)
            ids[record.header.ordinal] = record.order
        }
        orders = histories.keys.sorted(by: >).map { ordinal in
            let history = histories[ordinal] ?? []
            let state = OrderState(folding: history)
            return PlainOrder(
                firstPosition: history[0].position.rawValue,
                id: ids[ordinal] ?? "",
                state: state,
                workflow: Workflow.builtIn(code: state.core.workflow) ?? store.defaultWorkflow,
                named: Set(history.compactMap { Self.data(of: $0)?.customer?.id })
            )
        }
    }

    private static func data(of event: RecordedEvent) -> OrderData? {
        switch event.event {
        case .placed(let data), .cartOpened(let data), .cartUpdated(let data), .amended(let data):
            data
        default: nil
        }
    }

    /// The ids of the orders that a query lists, newest first.
    func ids(_ query: OrderQuery) throws -> [String] {
        let isID = orders.contains { $0.named.contains(query.customer ?? "") }
        return orders.filter { order in
            let core = order.state.core
            let data = order.state.data
            let seen = query.through.flatMap(Workflow.builtIn(named:)) ?? order.workflow
            if let name = query.workflow, order.workflow.name != name { return false }
            if let status = query.status, seen.statusName(of: core) != status { return false }
            if let tab = query.tab {
                guard let index = seen.tabNames.firstIndex(of: tab) else { return false }
                if seen.tabs(of: core) & 1 << UInt32(index) == 0 { return false }
            }
            if let name = query.customer {
                let customer = data.customer
                let fits =
                    isID ? customer?.id == name : customer?.name == name || customer?.email == name
                if !fits { return false }
            }
            if let site = query.site, data.site != site { return false }
            if let kind = query.kind, data.billingKind != kind { return false }
            if let from = query.from, (core.orderDate ?? from) < from { return false }
            if let to = query.to, (core.orderDate ?? to) > to { return false }
            if let product = query.product, !Self.has(product, data) { return false }
            if let search = query.search, !Self.finds(search, order) { return false }
            return true
        }.map(\.id)
    }

    private static func has(_ product: String, _ data: OrderData) -> Bool {
        let words = product.lowercased().split(separator: " ")
        return (data.lines ?? []).contains { line in
            let title = (line.title ?? "").lowercased()
            return line.sku == product || (!words.isEmpty && words.allSatisfy(title.contains))
        }
    }

    /// Random data is plain ASCII, so that lower-casing is all the folding it needs.
    private static func finds(_ search: String, _ order: PlainOrder) -> Bool {
        var texts = [order.id]
        var merged = JSONValue.object([])
        var isPlaced = false
        for event in order.state.standingEvents {
            switch event.event {
            case .cartOpened, .cartUpdated, .amended:
                merged = merged.merged(with: event.patch ?? .null)
            case .placed:
                if !isPlaced { merged = merged.merged(with: event.patch ?? .null) }
                isPlaced = true
            case .commented(let comment): texts.append(comment.text)
            default: continue
            }
        }
        collect(merged, into: &texts)
        let all = texts.map { $0.lowercased() }
        return search.lowercased().split(separator: " ").allSatisfy { word in
            all.contains { $0.contains(word) }
        }
    }

    private static func collect(_ value: JSONValue, into texts: inout [String]) {
        switch value {
        case .string(let text): texts.append(text)
        case .array(let elements): for element in elements { collect(element, into: &texts) }
        case .object(let members): for member in members { collect(member.value, into: &texts) }
        default: return
        }
    }
}
