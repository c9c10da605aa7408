import EventLog
import LMDB
import Orders

/// What must hold of a payment that several orders share: together they capture no more of it than
/// was authorized.
///
/// How large a payment is can be told only where an authorization carries its reference. Within one
/// order the rules look after that; they see no other order, so this is a warning. Memory is bounded:
/// a payment that was named longest ago is forgotten first.
struct PaymentCheck: Sendable {
    private var young: [UInt64: Payment] = [:]
    private var old: [UInt64: Payment] = [:]

    /// What was told of one reference.
    private struct Payment: Sendable {
        var authorized: Int64 = 0
        var captured: Int64 = 0
        let order: UInt32
        /// Other orders that name it; almost always none.
        var others: [UInt32] = []
    }

    /// Payments that one half holds at most.
    private static let paymentMaximum = 1 << 18
    /// Orders of a payment that are remembered at most.
    private static let orderMaximum = 64

    /// Whether an event says something of a payment that can be named.
    @inline(__always)
    static func concerns(_ header: RecordHeader) -> Bool {
        switch header.digest.type {
        case .paymentAuthorized, .authorizationVoided, .authorizationExpired, .paymentCaptured:
            header.digest.traits.isSuperset(of: [.reference, .amount])
        default:
            false
        }
    }

    /// Adds an event that concerns a payment to it, and compares what was captured with what was
    /// authorized.
    ///
    /// - Complexity: O(1); O(events of the payment's orders) where its captures seem too much.
    mutating func objection(
        of header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Objection? {
        let type = header.digest.type
        guard type == .paymentAuthorized || !(young.isEmpty && old.isEmpty) else { return nil }
        let event = try snapshot.tables.agendaEvent(
            header,
            at: position,
            bytes,
            in: snapshot.transaction
        )
        guard let reference = event.money?.reference, !reference.isEmpty else { return nil }
        let key = eventIDHash(reference)
        guard let payment = take(key) ?? first(of: header) else { return nil }
        let added = adding(header, to: payment)
        keep(added, key)
        guard type == .paymentCaptured, !added.others.isEmpty, added.captured > added.authorized
        else { return nil }
        return try excess(of: reference, added, upTo: position, in: snapshot)
    }

    private func first(of header: RecordHeader) -> Payment? {
        header.digest.type == .paymentAuthorized ? Payment(order: header.ordinal) : nil
    }

    private func adding(_ header: RecordHeader, to payment: Payment) -> Payment {
        var payment = payment
        let amount = header.digest.amount
        switch header.digest.type {
        case .paymentAuthorized: payment.authorized &+= amount
        case .paymentCaptured: payment.captured &+= amount
        default: payment.authorized &-= amount
        }
        if header.ordinal != payment.order, !payment.others.contains(header.ordinal),
            payment.others.count < Self.orderMaximum
        {
            payment.others.append(header.ordinal)
        }
        return payment
    }

    private mutating func take(_ key: UInt64) -> Payment? {
        young.removeValue(forKey: key) ?? old.removeValue(forKey: key)
    }

    private mutating func keep(_ payment: Payment, _ key: UInt64) {
        if young.count >= Self.paymentMaximum {
            old = young
            young = [:]
        }
        young[key] = payment
    }

    /// Adds the payment's orders up once more, exactly: hashes may collide, and events are taken
    /// back.
    private func excess(
        of reference: String,
        _ payment: Payment,
        upTo position: UInt64,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Objection? {
        var authorized: Int128 = 0
        var captured: Int128 = 0
        var currencies: Set<UInt16> = []
        for ordinal in [payment.order] + payment.others {
            let history = try snapshot.history(of: snapshot.head(of: ordinal), upTo: position)
            let state = OrderState(folding: history)
            captured += Int128(state.capturesByReference[reference] ?? 0)
            for hold in state.authorizations where hold.reference == reference {
                authorized += Int128(hold.amount) - Int128(hold.released)
            }
            currencies.insert(state.core.currencyNumber)
        }
        guard captured > authorized, authorized > 0, currencies.count == 1,
            let currency = currencies.first.flatMap(Currency.init(number:))
        else { return nil }
        let orders = payment.others.count + 1
        return Objection(
            code: .exceedsPayment,
            detail: "\(orders) orders capture \(currency.text(ofSum: captured)) \(currency) of "
                + "payment \"\(reference)\", of which \(currency.text(ofSum: authorized)) was "
                + "authorized"
        )
    }
}
