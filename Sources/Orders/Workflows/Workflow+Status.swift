extension Workflow {
    /// The facts of an order as this workflow reads them.
    ///
    /// - Complexity: O(derivations), at most two.
    public func facts(of core: OrderCore) -> FactSet { facts(derivedFrom: core.facts) }

    /// The same from facts alone.
    func facts(derivedFrom facts: FactSet) -> FactSet {
        derivations.isEmpty ? facts : compiled.facts(facts)
    }

    /// The place of an order's status among `statusNames`.
    ///
    /// - Complexity: O(rows), some nanoseconds.
    public func status(of core: OrderCore) -> Int { status(of: facts(of: core)) }

    /// The name of an order's status.
    public func statusName(of core: OrderCore) -> String { statusNames[status(of: core)] }

    /// The row that gives an order its status: why it has it.
    public func statusRow(of core: OrderCore) -> StatusRow {
        statusRows[rowIndex(of: facts(of: core))]
    }

    func status(of facts: FactSet) -> Int { compiled.status(of: facts) }

    /// The last row matches everything, which the initialiser has checked.
    private func rowIndex(of facts: FactSet) -> Int {
        statusRows.firstIndex { $0.test.matches(facts) } ?? statusRows.count - 1
    }

    /// The names of the tabs.
    public var tabNames: [String] { tabs.map(\.name) }

    /// The tabs that an order is in, as bits by their place in `tabNames`.
    ///
    /// - Complexity: O(rows of all tabs), some tens of nanoseconds.
    public func tabs(of core: OrderCore) -> UInt32 { compiled.tabs(of: facts(of: core)) }

    /// The row that puts an order into a tab: why it is there; nothing where it is not.
    public func tabRow(of core: OrderCore, in tab: Int) -> TabRow? {
        let facts = facts(of: core)
        let status: UInt32 = 1 << UInt32(status(of: facts))
        return tabs[tab].rows.first { $0.statuses & status != 0 && $0.test.matches(facts) }
    }

    /// Whether an order carries the mark beside its tab; nothing where the workflow has no mark.
    public func confirmed(_ core: OrderCore) -> Bool? {
        confirmation.isEmpty ? nil : facts(of: core).isSuperset(of: confirmation)
    }

    /// The status that an order has beneath one that hides it, such as archived.
    public func beneath(_ core: OrderCore) -> String? {
        beneathRow(of: core).map { statusNames[$0.status] }
    }
}

extension Workflow {
    /// An order's colour on a day, or nothing where it has none.
    public func colour(
        of core: OrderCore,
        on date: CalendarDate,
        settings: WorkflowSettings = .init()
    ) -> String? {
        colourRow(of: core, on: date, settings: settings)?.colour
    }

    /// An order's message, or nothing where the workflow has none.
    public func message(of core: OrderCore) -> String? {
        messageRow(of: core)?.message
    }

    /// The row that gives an order its message, on which no day has a say.
    public func messageRow(of core: OrderCore) -> ColourRow? {
        let facts = facts(of: core)
        return colourRows.first { !$0.whenOverdue && $0.test.matches(facts) }
    }

    /// The row of the status that an order has beneath one that hides it.
    public func beneathRow(of core: OrderCore) -> StatusRow? {
        let facts = facts(of: core)
        guard veils & (1 << UInt32(status(of: facts))) != 0 else { return nil }
        return statusRows.first {
            veils & (1 << UInt32($0.status)) == 0 && $0.test.matches(facts)
        }
    }

    /// The row that gives an order its colour on a day: why it has it; nothing where it has none.
    public func colourRow(
        of core: OrderCore,
        on date: CalendarDate,
        settings: WorkflowSettings = .init()
    ) -> ColourRow? {
        let facts = facts(of: core)
        let isOverdue =
            core.orderDate.map {
                Int64(date.daysSince1970) - Int64($0.daysSince1970) > Int64(settings.invoiceDueDays)
            } ?? false
        return colourRows.first { $0.test.matches(facts) && (!$0.whenOverdue || isOverdue) }
    }
}
