@testable import Orders

extension OrderCore {
    /// A core with facts that no history needs to tell.
    init(testing facts: FactSet, captured: Int64 = 0) {
        self.init()
        self.facts = facts
        self.captured = captured
    }
}
