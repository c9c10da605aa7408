import EventLog
import LMDB
import Orders

/// What must hold of the numbers that the ledger gave to invoices and credit notes: no gaps, and
/// none twice.
///
/// It goes through all orders in the order of the log, and leads to the numbers that the ledger
/// must have kept.
struct NumberCheck: Sendable {
    private(set) var numbers = PaperNumbers()

    /// Compares a paper's number with those before it.
    mutating func objection(
        of header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Objection? {
        guard let paper = try PaperNumber(header, at: position, bytes, in: snapshot) else {
            return nil
        }
        return take(paper)
    }

    /// Compares a paper's number with those before it, and goes on behind it.
    @discardableResult
    mutating func take(_ paper: PaperNumber) -> Objection? {
        guard let last = numbers.last(of: paper.type) else { return nil }
        guard paper.isGiven else {
            if let number = paper.number { numbers.follow(number, of: paper.type) }
            return nil
        }
        let number = paper.number ?? 0
        if number > last { numbers.resume(behind: number, of: paper.type) }
        guard number != last &+ 1 else { return nil }
        let given = paper.number.map { "the number \($0)" } ?? "a number that is none"
        return Objection(
            code: number > last ? .numberGap : .numberRepeated,
            detail: "the ledger gave \(given); it should have been \(last &+ 1)"
        )
    }

    /// How the last numbers that a ledger keeps differ from those of its log; nothing where they
    /// are the same.
    func difference(from kept: PaperNumbers) -> String? {
        guard kept != numbers else { return nil }
        return "the last numbers kept are invoice \(kept.invoices) and credit note "
            + "\(kept.creditNotes); those of the log are \(numbers.invoices) and "
            + "\(numbers.creditNotes)"
    }
}
