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
    mutating func fault(
        of header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> StructureFault? {
        let type = header.digest.type
        guard let last = numbers.last(of: type), header.lengths.typeName == 0 else { return nil }
        let event = try snapshot.tables.agendaEvent(
            header,
            at: position,
            bytes,
            in: snapshot.transaction
        )
        let text = event.paperNumber ?? ""
        guard header.digest.traits.contains(.numbered) else {
            numbers.follow(text, of: type)
            return nil
        }
        let number = UInt64(text) ?? 0
        if number > last { numbers.resume(behind: number, of: type) }
        guard text != String(last &+ 1) else { return nil }
        return StructureFault(
            code: number > last ? "numberGap" : "numberRepeated",
            detail: "the ledger gave the number \(text); it should have been \(last &+ 1)"
        )
    }
}
