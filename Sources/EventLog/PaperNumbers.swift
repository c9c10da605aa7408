package import LMDB
public import Orders

/// The last number of each series of papers: of invoices, and of credit notes.
///
/// Numbers are 1, 2, 3 … without gaps. The row of the main table that keeps them is written in the
/// transaction of the paper, so that a number is given if and only if its paper is recorded; it
/// shares the page that every commit rewrites. Numbers are 8 bytes little-endian each: the last
/// invoice, the last credit note and, only where numbers came ahead of their series, how many of
/// invoices, those, and those of credit notes. No row means that none was given.
package struct PaperNumbers: Sendable, Equatable {
    private var invoiceSeries = NumberSeries()
    private var creditNoteSeries = NumberSeries()

    static let key = Array("numbers".utf8)

    package init() {}

    /// The last number of the invoices, 0 where there is none.
    package var invoices: UInt64 { invoiceSeries.last }

    /// The last number of the credit notes, 0 where there is none.
    package var creditNotes: UInt64 { creditNoteSeries.last }

    package init(_ transaction: borrowing some Transaction & ~Copyable) throws(LedgerError) {
        let bytes: [UInt8]?
        do {
            bytes = try transaction.copyValue(.main, Self.key.span)
        } catch {
            throw LedgerError(error)
        }
        guard let bytes else { return }
        guard let numbers = PaperNumbers(stored: bytes) else {
            throw LedgerError(
                .corrupted,
                "the row of invoice numbers has \(bytes.count) bytes: restore a backup"
            )
        }
        self = numbers
    }

    private init?(stored bytes: [UInt8]) {
        guard bytes.count >= 16, bytes.count.isMultiple(of: 8) else { return nil }
        let words = stride(from: 0, to: bytes.count, by: 8).map { bytes.span.uint64(at: $0) }
        var ahead = words.dropFirst(2)
        let invoicesAhead = ahead.popFirst().map { $0 > ahead.count ? nil : Int($0) } ?? 0
        guard let invoicesAhead,
            let invoices = NumberSeries(last: words[0], ahead: ahead.prefix(invoicesAhead)),
            let notes = NumberSeries(last: words[1], ahead: ahead.dropFirst(invoicesAhead))
        else { return nil }
        invoiceSeries = invoices
        creditNoteSeries = notes
    }

    package func write(in transaction: inout WriteTransaction) throws(LMDBError) {
        var words = [invoices, creditNotes]
        if !invoiceSeries.ahead.isEmpty || !creditNoteSeries.ahead.isEmpty {
            words.append(UInt64(invoiceSeries.ahead.count))
            words += invoiceSeries.ahead + creditNoteSeries.ahead
        }
        var bytes: [UInt8] = []
        for word in words { bytes.appendLittleEndian(word) }
        try transaction.put(.main, Self.key.span, bytes.span)
    }
}

extension PaperNumbers {
    /// Gives the next number of the series that a paper belongs to.
    ///
    /// - Returns: nothing where the type is no paper's.
    package mutating func give(to type: EventType) -> String? {
        guard let last = last(of: type) else { return nil }
        follow(String(last &+ 1), of: type)
        return String(last &+ 1)
    }

    /// Takes note of a number that a paper came with: where it is the next one, the series goes on
    /// behind it; where the series has yet to reach it, it will be passed over.
    package mutating func follow(_ number: String, of type: EventType) {
        // Only what the ledger would write itself can be given twice.
        guard let taken = UInt64(number), String(taken) == number else { return }
        update(type) { $0.take(taken) }
    }

    /// Takes note of a number that the ledger would write itself, as of one that came.
    package mutating func follow(_ number: UInt64, of type: EventType) {
        update(type) { $0.take(number) }
    }

    /// Lets the series of a paper go on behind a number.
    package mutating func resume(behind last: UInt64, of type: EventType) {
        update(type) { $0.resume(behind: last) }
    }

    private mutating func update(_ type: EventType, _ change: (inout NumberSeries) -> Void) {
        switch type {
        case .invoiced: change(&invoiceSeries)
        case .creditNoteIssued: change(&creditNoteSeries)
        default: return
        }
    }

    /// The last number of the series that a paper belongs to; nothing where the type is no paper's.
    package func last(of type: EventType) -> UInt64? {
        switch type {
        case .invoiced: invoices
        case .creditNoteIssued: creditNotes
        default: nil
        }
    }
}

extension EventType {
    /// Whether events of the type are papers, which have a number.
    @inlinable package var isPaper: Bool { self == .invoiced || self == .creditNoteIssued }
}

extension OrderEvent {
    /// The number that a paper carries; nothing where it has none, or the event is no paper.
    package var paperNumber: String? {
        switch self {
        case .invoiced(let number, _), .creditNoteIssued(let number, _, _, _): number
        default: nil
        }
    }
}
