/// The workflows of one ledger: those of the build, and those that were added to the ledger.
public struct WorkflowCatalogue: Sendable {
    /// All workflows: the build's in the contract's order, then the added ones as they came.
    public private(set) var all: [Workflow]
    /// The workflow of each code.
    private var byCode: [Workflow?]

    /// The workflows of this build alone.
    public static let builtIn = WorkflowCatalogue(Workflow.allBuiltIn)

    private init(_ workflows: [Workflow]) {
        all = []
        byCode = Array(repeating: nil, count: 256)
        for workflow in workflows { append(workflow) }
    }

    /// The workflow with a code, or nothing where there is none.
    public subscript(code: UInt8) -> Workflow? { byCode[Int(code)] }

    /// The workflow with a name, or nothing where there is none.
    public func workflow(named name: String) -> Workflow? { all.first { $0.name == name } }

    /// The names of all workflows.
    public var names: [String] { all.map(\.name) }

    /// The workflows that were added, in the order of their codes.
    public var added: ArraySlice<Workflow> { all[Workflow.allBuiltIn.count...] }
}

extension WorkflowCatalogue {
    /// The code that the next added workflow gets; nothing where all are given.
    public var nextCode: Workflow.Code? {
        let code = Int(Workflow.Code.firstAdded.rawValue) + added.count
        return UInt8(exactly: code).map(Workflow.Code.init(rawValue:))
    }

    /// Adds a workflow behind all others.
    ///
    /// - Throws: where its name is taken, or its code is not the next one.
    public mutating func add(_ workflow: Workflow) throws(DataError) {
        guard self.workflow(named: workflow.name) == nil else {
            throw DataError(
                .duplicate,
                path: "workflow",
                message: "there is a workflow \"\(workflow.name)\" already: choose another name"
            )
        }
        guard workflow.code == nextCode else {
            throw DataError(
                .malformed,
                path: "code",
                message: "\(workflow.code.rawValue) is not the code of the next workflow"
            )
        }
        append(workflow)
    }

    private mutating func append(_ workflow: Workflow) {
        all.append(workflow)
        byCode[Int(workflow.code.rawValue)] = workflow
    }

    /// The workflow with a name.
    ///
    /// - Throws: where there is none; the message lists those that exist.
    public func named(_ name: String) throws(DataError) -> Workflow {
        if let workflow = workflow(named: name) { return workflow }
        throw DataError(
            .unknownWord,
            path: "workflow",
            message: "there is no workflow \"\(name)\"; there are \(names.joined(separator: ", "))"
        )
    }
}
