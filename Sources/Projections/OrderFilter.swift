import EventLog
import Orders

/// A query with its names looked up: what is asked of heads, and what of an order's data.
struct OrderFilter: Sendable {
    let layouts: ViewLayouts
    /// The workflow through which all orders are seen.
    let through: ViewLayout?
    /// The workflow under which orders must have been placed.
    let workflow: ViewLayout?
    /// By workflow code, the tab that an order seen through it must be in.
    private var tabs: [UInt8: Int]?
    /// By workflow code, the status that it must have.
    private var statuses: [UInt8: Int]?
    private let query: OrderQuery
    private let productWords: SearchWords?
    let searchWords: SearchWords?

    /// - Throws: `malformed` where there is no workflow, tab or status of that name.
    init(_ query: OrderQuery, layouts: ViewLayouts) throws(LedgerError) {
        self.query = query
        self.layouts = layouts
        through = try query.through.map(layouts.layout)
        workflow = try query.workflow.map(layouts.layout)
        let search = SearchWords(query.search ?? "")
        searchWords = search.isEmpty ? nil : search
        let product = SearchWords(query.product ?? "")
        productWords = product.isEmpty ? nil : product
        tabs = try places(of: query.tab, "tab", \.tabNames)
        statuses = try places(of: query.status, "status", \.statusNames)
    }

    /// The workflows through which orders of this query are seen.
    var seen: [ViewLayout] {
        if let layout = through ?? workflow { return [layout] }
        return layouts.all
    }

    private func places(
        of name: String?,
        _ what: String,
        _ names: KeyPath<Workflow, [String]>,
    ) throws(LedgerError) -> [UInt8: Int]? {
        guard let name else { return nil }
        var places: [UInt8: Int] = [:]
        for layout in seen {
            places[layout.code] = layout.workflow[keyPath: names].firstIndex(of: name)
        }
        guard !places.isEmpty else {
            let known = seen.map {
                "\($0.workflow.name): \($0.workflow[keyPath: names].joined(separator: ", "))"
            }
            throw LedgerError(
                .malformed,
                "there is no \(what) \(name); there are \(known.joined(separator: "; "))"
            )
        }
        return places
    }
}

extension OrderFilter {
    /// The workflow through which an order is seen: the one asked for, else its own.
    func layout(of core: OrderCore) -> ViewLayout { through ?? layouts.layout(of: core) }

    /// The lists of the index that hold every order of the query; nothing where all orders count.
    var lists: [MembershipList]? {
        guard through == nil else { return workflow.map { statusLists(of: $0, .max) } }
        guard workflow != nil || tabs != nil || statuses != nil else { return nil }
        return seen.flatMap(lists)
    }

    private func lists(of layout: ViewLayout) -> [MembershipList] {
        var mask = UInt32.max
        if let statuses {
            guard let status = statuses[layout.code] else { return [] }
            mask = 1 << UInt32(status)
        }
        guard let tabs else { return statusLists(of: layout, mask) }
        guard let tab = tabs[layout.code] else { return [] }
        guard layout.isWorkList(tab) else {
            return statusLists(of: layout, mask & layout.tabStatuses[tab])
        }
        return [
            MembershipList(
                kind: ViewKey.workList,
                workflow: layout.code,
                code: UInt8(tab)
            )
        ]
    }

    private func statusLists(of layout: ViewLayout, _ mask: UInt32) -> [MembershipList] {
        layout.workflow.statusNames.indices.filter { mask & 1 << UInt32($0) != 0 }.map {
            MembershipList(kind: ViewKey.status, workflow: layout.code, code: UInt8($0))
        }
    }

    /// Whether an order's facts and dates fit; its data is another question.
    func matches(_ core: OrderCore) -> Bool {
        if let workflow, layouts.layout(of: core).code != workflow.code { return false }
        if query.kind == .single, core.facts.contains(.hasPlan) { return false }
        if query.from != nil || query.to != nil {
            guard let date = core.orderDate else { return false }
            if let from = query.from, date < from { return false }
            if let to = query.to, date > to { return false }
        }
        return matchesPlace(core)
    }

    private func matchesPlace(_ core: OrderCore) -> Bool {
        guard tabs != nil || statuses != nil else { return true }
        let seen = layout(of: core)
        if let statuses, statuses[seen.code] != seen.workflow.status(of: core) { return false }
        guard let tabs else { return true }
        guard let tab = tabs[seen.code] else { return false }
        return seen.workflow.tabs(of: core) & 1 << UInt32(tab) != 0
    }

    /// Whether what was ordered fits.
    ///
    /// - Parameter customer: how the query's customer is to be understood.
    func matches(_ data: OrderData, _ customer: CustomerFilter?) -> Bool {
        if let customer, !customer.matches(data.customer) { return false }
        if let site = query.site, data.site != site { return false }
        if let kind = query.kind, data.billingKind != kind { return false }
        guard let product = query.product else { return true }
        return (data.lines ?? []).contains { line in
            line.sku == product || productWords?.occur(in: line.title ?? "") ?? false
        }
    }
}

/// A customer that a query names, once it is known how.
enum CustomerFilter: Sendable, Hashable {
    case id(String)
    /// The exact name or e-mail; the id, should an order still come that names it.
    case text(String)

    func matches(_ customer: Customer?) -> Bool {
        switch self {
        case .id(let id): customer?.id == id
        case .text(let text):
            customer?.name == text || customer?.email == text || customer?.id == text
        }
    }
}

extension ViewLayouts {
    /// The layout of the workflow with a name.
    ///
    /// - Throws: `malformed` where there is none.
    func layout(named name: String) throws(LedgerError) -> ViewLayout {
        self[try rules.workflow(named: name).code.rawValue]
    }
}
