import Audit
import EventLog
import Interchange
import Orders
import Projections

extension MoneyChange {
    /// The entries that book the change: one, or two where the order's currency became another.
    func entries(on balances: inout JournalBalances) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        if let currency = before.currency, currency != after.currency {
            let postings = balances.book(from: before, to: OrderCore(), in: currency)
            entries.append(entry(postings, in: currency))
        }
        if let currency = after.currency {
            entries.append(
                entry(balances.book(from: before, to: after, in: currency), in: currency)
            )
        }
        return entries.filter { !$0.postings.isEmpty }
    }

    private func entry(
        _ postings: [JournalEntry.Posting],
        in currency: Currency,
    ) -> JournalEntry {
        JournalEntry(
            position: record.position,
            date: record.recordedAt.date,
            occurredAt: record.occurredAt,
            order: record.order,
            event: record.typeName,
            actor: record.actor,
            currency: currency,
            postings: postings
        )
    }
}
