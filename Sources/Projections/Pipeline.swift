package import EventLog
import Synchronization

/// Makes products of items on both cores, a few at once, and gives them back in the order of the
/// items.
///
/// Whoever fills it sets the limit of what is under way, and ends it: nothing that was begun goes
/// on then.
package struct Pipeline<Item: Sendable, Product: Sendable> {
    private var underWay: [Beside<Job, Result<Product, LedgerError>?>] = []
    private let isEnded = Switch()
    private let make: @Sendable (Item) throws(LedgerError) -> Product

    /// All that making a product needs. It is let go of with the product: what is offered to a
    /// thread that comes too late must not keep a ledger open.
    private struct Job: Sendable {
        let item: Item
        let make: @Sendable (Item) throws(LedgerError) -> Product
        let isEnded: Switch
    }

    package init(making make: @escaping @Sendable (Item) throws(LedgerError) -> Product) {
        self.make = make
    }

    /// How many items are under way, or made and not yet taken.
    package var count: Int { underWay.count }

    /// Offers an item to the cores.
    package mutating func begin(_ item: Item) {
        let work = Beside(Job(item: item, make: make, isEnded: isEnded)) { job in
            job.isEnded.isOn ? nil : Result { () throws(LedgerError) in try job.make(job.item) }
        }
        work.begin()
        underWay.append(work)
    }

    /// Waits for the product of the oldest item; nothing where no item is under way.
    ///
    /// - Throws: what was thrown instead of the product.
    package mutating func next() throws(LedgerError) -> Product? {
        guard !underWay.isEmpty else { return nil }
        return try underWay.removeFirst().finish()?.get()
    }

    /// Waits for what is being made, and leaves the rest.
    package mutating func end() {
        isEnded.turnOn()
        for work in underWay { _ = work.finish() }
        underWay = []
    }
}

/// Tells threads that what they have not begun is not wanted any more.
private final class Switch: Sendable {
    private let value = Atomic<Bool>(false)

    var isOn: Bool { value.load(ordering: .relaxed) }

    func turnOn() { value.store(true, ordering: .relaxed) }
}
