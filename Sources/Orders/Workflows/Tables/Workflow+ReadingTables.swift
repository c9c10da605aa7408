extension Workflow {
    /// A workflow of the user's own, from its tables as `tables` writes them.
    ///
    /// - Throws: every fault of the tables: what cannot be read, and what means something else
    ///   than it seems to. The name of a workflow of this build is taken by tables that equal its
    ///   own, under its code.
    /// - Complexity: linear in the rows that people write; see `FactSearch` for the worst case.
    public convenience init(tables: JSONValue, code: Code) throws(Faults) {
        let (draft, faults) = Self.check(tables, code: code)
        guard let draft, faults.isEmpty else { throw Faults(faults) }
        if let builtIn = Self.builtIn(named: draft.name), builtIn.code != code {
            let sentence = "the name \(draft.name) is taken: this build has a workflow of that name"
            throw Faults([Fault(.nameTaken, at: "workflow", sentence)])
        }
        self.init(draft)
    }

    /// A workflow from tables that a ledger took in before.
    ///
    /// Only what cannot be read is a fault here: checks that have become stricter since must not
    /// take a ledger its workflow.
    /// - Throws: what this build cannot read.
    public convenience init(storedTables tables: JSONValue, code: Code) throws(Faults) {
        var reader = TableReader()
        let draft = reader.draft(tables, code: code)
        guard let draft, reader.faults.isEmpty else { throw Faults(reader.faults) }
        guard draft.rows.last?.test == FactTest() else {
            let sentence = "the last row must take every order: let it name no facts"
            throw Faults([Fault(.factsWithoutStatus, at: "statusRows", sentence)])
        }
        self.init(draft)
    }

    /// Every fault of the tables that somebody wrote; none where they are sound.
    public static func faults(in tables: JSONValue) -> [Fault] {
        // No check asks for the code.
        check(tables, code: .marketplace).faults
    }

    private static func check(
        _ tables: JSONValue,
        code: Code
    ) -> (draft: WorkflowDraft?, faults: [Fault]) {
        var reader = TableReader()
        guard let draft = reader.draft(tables, code: code) else { return (nil, reader.faults) }
        let faults = reader.faults + TableCheck.faults(of: draft, besides: reader.faults)
        guard faults.isEmpty, let builtIn = builtIn(named: draft.name) else {
            return (draft, faults)
        }
        return (draft, difference(of: Workflow(draft), from: builtIn))
    }

    private static func difference(of workflow: Workflow, from builtIn: Workflow) -> [Fault] {
        guard let path = workflow.tables.firstDifference(from: builtIn.tables, at: "") else {
            return []
        }
        let sentence =
            "this differs from the workflow \(builtIn.name) of this build: name yours otherwise"
        return [Fault(.unlikeBuiltIn, at: path, sentence)]
    }
}

extension JSONValue {
    /// The path of the first value that differs from another document; nothing where none does.
    fileprivate func firstDifference(from other: JSONValue, at path: String) -> String? {
        switch (self, other) {
        case (.object(let members), .object(let others)):
            for member in members {
                let inner = path.isEmpty ? member.name : "\(path).\(member.name)"
                guard let value = other[member.name] else { return inner }
                if let found = member.value.firstDifference(from: value, at: inner) { return found }
            }
            return members.count == others.count ? nil : path
        case (.array(let elements), .array(let others)):
            for (index, pair) in zip(elements, others).enumerated() {
                let found = pair.0.firstDifference(from: pair.1, at: "\(path)[\(index)]")
                if let found { return found }
            }
            if elements.count > others.count { return "\(path)[\(others.count)]" }
            return elements.count == others.count ? nil : path
        default:
            return self == other ? nil : path
        }
    }
}
