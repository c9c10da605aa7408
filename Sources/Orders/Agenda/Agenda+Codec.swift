/// The stored form of an agenda, behind the words of an order's head.
///
/// An empty agenda takes no bytes. Otherwise, in the compact numbers of `CompactWriter`:
/// manufacturer, time of resuming, last day of the card, time of the last condition of the
/// hand-over, holds, billing schedule, and last the outbox. What may be absent has a byte before it
/// that says whether it is there.
extension Agenda {
    /// The stored form; the same agenda always has the same bytes.
    package var storedBytes: [UInt8] {
        var bytes: [UInt8] = []
        encode(into: &bytes)
        return bytes
    }

    /// Appends the stored form.
    @usableFromInline
    package func encode(into bytes: inout [UInt8]) {
        guard !isEmpty else { return }
        if hasNothingButEffects {
            for _ in 0..<Self.partsBeforeOutbox { bytes.append(0) }
            return outbox.encode(into: &bytes)
        }
        let content = content
        var writer = CompactWriter(behind: &bytes)
        writer.write(content.manufacturer) { $0.write($1) }
        writer.write(content.resumesAt) { $0.write($1.microseconds) }
        writer.write(content.cardExpiresOn) { $0.write($1.daysSince1970) }
        writer.write(content.readyAt) { $0.write($1.microseconds) }
        writer.write(content.holds) { $1.write(to: &$0) }
        writer.write(content.billing?.value) { $1.write(to: &$0) }
        writer.finish(&bytes)
        content.outbox.encode(into: &bytes)
    }

    /// Reads the stored form, or nothing where the bytes are none, or in another form than the one
    /// that their agenda has.
    package init?(storedBytes bytes: borrowing Span<UInt8>) {
        self.init()
        guard !bytes.isEmpty else { return }
        if let outbox = Self.lonelyOutbox(in: bytes) {
            content.outbox = outbox
            return
        }
        var reader = CompactReader(bytes.array)
        var content = Content()
        guard let manufacturer = reader.optional({ $0.text() }),
            let resumesAt = reader.optional({ $0.signed() }),
            let cardExpiresOn = reader.optional({ $0.integer(Int32.self) }),
            let readyAt = reader.optional({ $0.signed() }),
            let holds = reader.list({ Hold(&$0) }),
            let billing = reader.optional({ BillingSchedule(&$0) }),
            let outbox = Outbox(reader.rest())
        else { return nil }
        content.manufacturer = manufacturer
        content.resumesAt = resumesAt.map(Timestamp.init(microseconds:))
        content.cardExpiresOn = cardExpiresOn.map(CalendarDate.init(daysSince1970:))
        content.readyAt = readyAt.map(Timestamp.init(microseconds:))
        content.holds = holds
        content.billing = billing.map { Boxed($0) }
        content.outbox = outbox
        // What is empty has no bytes.
        guard !content.isEmpty else { return nil }
        self.content = content
    }
}

/// The agenda that has nothing but an outbox, as that of most orders: each part before it is a zero.
extension Agenda {
    private static let partsBeforeOutbox = 6

    private static func lonelyOutbox(in bytes: borrowing Span<UInt8>) -> Outbox? {
        guard bytes.count > partsBeforeOutbox else { return nil }
        for index in 0..<partsBeforeOutbox where bytes[index] != 0 { return nil }
        let stored = bytes.extracting(partsBeforeOutbox..<bytes.count)
        guard let outbox = Outbox(stored), !outbox.isEmpty else { return nil }
        return outbox
    }
}

extension Hold {
    fileprivate func write(to writer: inout CompactWriter) {
        writer.write(reference) { $0.write($1) }
        writer.write(authorizedAt.microseconds)
        writer.write(expiresAt) { $0.write($1.microseconds) }
        writer.write(amount)
    }

    fileprivate init?(_ reader: inout CompactReader) {
        guard let reference = reader.optional({ $0.text() }), let authorizedAt = reader.signed(),
            let expiresAt = reader.optional({ $0.signed() }), let amount = reader.signed(),
            amount > 0
        else { return nil }
        self.init(
            reference: reference,
            authorizedAt: Timestamp(microseconds: authorizedAt),
            expiresAt: expiresAt.map(Timestamp.init(microseconds:)),
            amount: amount
        )
    }
}
