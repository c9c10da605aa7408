/// A line: who came first leaves first.
struct Line<Element> {
    private var elements: [Element?] = []
    private var start = 0

    var count: Int { elements.count - start }

    mutating func enter(_ element: Element) { elements.append(element) }

    mutating func enter(all more: [Element]) { elements += more }

    /// - Complexity: O(1) amortised.
    mutating func leave() -> Element? {
        guard start < elements.count else { return nil }
        let element = elements[start].take()
        start += 1
        if start == elements.count || (start > 64 && start * 2 > elements.count) {
            elements.removeFirst(start)
            start = 0
        }
        return element
    }
}
