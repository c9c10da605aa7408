package import EventLog

/// What is made of windows of orders on both cores, in the order of windows.
package struct WindowProducts<Product: Sendable> {
    private var windows: Pipeline<Int, Product>
    private let count: Int
    private let lead: Int
    private var begun = 0

    /// - Parameter lead: windows that are being folded, or wait to be taken, at most.
    init(
        of count: Int,
        lead: Int,
        making make: @escaping @Sendable (_ index: Int) throws(LedgerError) -> Product,
    ) {
        self.count = count
        self.lead = lead
        windows = Pipeline(making: make)
    }

    /// What was made of the next window; nothing behind the last.
    ///
    /// - Throws: what was thrown instead.
    package mutating func next() throws(LedgerError) -> Product? {
        while begun < count, windows.count < lead {
            windows.begin(begun)
            begun += 1
        }
        return try windows.next()
    }

    /// Waits for what is being made, and leaves the rest.
    package mutating func end() { windows.end() }
}
