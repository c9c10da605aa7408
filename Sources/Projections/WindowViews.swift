import EventLog

/// All rows that the orders of a window have in the views, made on the core that folded them.
struct WindowViews: Sendable {
    let firstOrdinal: UInt32
    let heads: WindowHeads
    let rows: WindowRows
    let customers: CustomerRows

    init(of window: borrowing OrderWindow) {
        firstOrdinal = window.firstOrdinal
        heads = WindowHeads(of: window)
        rows = WindowRows(of: window)
        customers = window.customers
    }
}
