package import Orders

/// By which workflow a replay judges orders.
package enum ReplayLens: Sendable {
    /// Each by its own.
    case own
    /// All by one, as if they had been placed under it.
    case all(Workflow)
    /// The orders of one workflow by a changed one in its place; all others by their own.
    case changed(Workflow)

    /// The workflow that judges the orders of another.
    @inline(__always)
    func workflow(for own: Workflow) -> Workflow {
        switch self {
        case .own: own
        case .all(let workflow): workflow
        case .changed(let workflow): workflow.code == own.code ? workflow : own
        }
    }

    /// Whether orders are judged by what they were placed under.
    var isOwn: Bool { if case .own = self { true } else { false } }
}
