import EventLog
import Orders

/// What was recorded of one order, and the sums of it that domain.md section 0.2 speaks of.
///
/// It shares nothing with the fold of the ledger: every sum is taken anew from all that was told,
/// so that it is obviously right.
struct Book: Sendable {
    let workflow: String
    let isOnAccount: Bool
    /// What was recorded, in the order of the log.
    private(set) var told: [Told] = []

    init(workflow: String, isOnAccount: Bool) {
        self.workflow = workflow
        self.isOnAccount = isOnAccount
    }

    mutating func record(_ event: Told) { told.append(event) }

    /// The ids that a `revoked` names, itself no `revoked`'s.
    private var takenBack: Set<String> {
        Set(told.compactMap(\.target))
    }

    /// What counts, in the order of the log.
    var standing: [Told] {
        let takenBack = takenBack
        return told.filter { $0.type != .revoked && !takenBack.contains($0.id) }
    }

    func contains(_ id: String) -> Bool { told.contains { $0.id == id } }
}

extension Book {
    /// The money of an authorization that has a name.
    struct Authorization: Sendable {
        var amount: Int64 = 0
        var released: Int64 = 0
        /// What captures drew on it; those that came before it drew on none.
        var captured: Int64 = 0
    }

    struct Sums: Sendable {
        var isPlaced = false
        var isCancelled = false
        var isCompleted = false
        var isArchived = false
        var total: Int64 = 0
        var authorized: Int64 = 0
        var captured: Int64 = 0
        var refunded: Int64 = 0
        var lost: Int64 = 0
        var authorizations: [String: Authorization] = [:]
        /// Names of disputes that were opened, with their amounts and how they ended.
        var disputes: [String: (amount: Int64, isLost: Bool?)] = [:]
        var lines: [Told.Line] = []
        var dispatched: [String: Int64] = [:]
        var returned: [String: Int64] = [:]
        /// Pieces of which stock is set aside.
        var held: [String: Int64] = [:]
        /// Amounts of the billing events that were made.
        var billing: [String: Int64] = [:]

        var ordered: [String: Int64] { Book.pieces(lines) }
        var isOpen: Bool { isPlaced && !isCancelled && !isCompleted && !isArchived }
    }

    static func pieces(_ lines: [Told.Line]) -> [String: Int64] {
        lines.reduce(into: [:]) { $0[$1.sku, default: 0] += $1.quantity }
    }

    /// Everything, from the beginning.
    var sums: Sums {
        let standing = standing
        var sums = Sums()
        takeTerms(standing, into: &sums)
        for event in standing { takeMoney(event, into: &sums) }
        takeDisputes(standing, into: &sums)
        takeGoods(standing, into: &sums)
        sums.isCancelled = standing.contains { $0.type == .cancelled }
        sums.isCompleted = standing.contains { $0.type == .completed }
        let filed = Self.byTime(standing.filter { [.archived, .unarchived].contains($0.type) })
        sums.isArchived = filed.last?.type == .archived
        if sums.isPlaced, !sums.isCancelled {
            sums.held = Self.pieces(sums.lines.filter(\.isTracked))
        }
        return sums
    }

    private static func byTime(_ events: [Told]) -> [Told] {
        events.indices.sorted { (events[$0].time, $0) < (events[$1].time, $1) }.map { events[$0] }
    }

    /// The order, and of its amendments the latest, whenever it was recorded.
    private func takeTerms(_ standing: [Told], into sums: inout Sums) {
        let placed = standing.first { $0.type == .placed }
        let amended = Self.byTime(standing.filter { $0.type == .amended && $0.lines != nil }).last
        sums.isPlaced = placed != nil
        sums.lines = amended?.lines ?? placed?.lines ?? []
        let sum = sums.lines.reduce(0) { $0 + $1.quantity * $1.price }
        let plan = placed?.parts.reduce(0) { $0 + $1.amount } ?? 0
        sums.total = sums.lines.isEmpty ? placed?.amount ?? plan : sum
    }

    private func takeMoney(_ event: Told, into sums: inout Sums) {
        let amount = event.amount ?? 0
        let name = event.reference ?? ""
        let isNamed = sums.authorizations[name] != nil
        switch event.type {
        case .paymentAuthorized:
            sums.authorized += amount
            if !name.isEmpty { sums.authorizations[name, default: .init()].amount += amount }
        case .authorizationVoided, .authorizationExpired:
            if isNamed { sums.authorizations[name]?.released += amount }
        case .paymentCaptured:
            sums.captured += amount
            if isNamed { sums.authorizations[name]?.captured += amount }
        case .refunded:
            sums.refunded += amount
        case .placed, .billingEventScheduled:
            for part in event.parts { sums.billing[part.id] = part.amount }
        case .billingEventsMerged:
            let sum = event.merged.reduce(0) { $0 + sums.billing[$1, default: 0] }
            for part in event.parts { sums.billing[part.id] = sum }
        case .billingEventRescheduled:
            if let id = event.billingEvent, amount > 0 { sums.billing[id] = amount }
        default:
            break
        }
    }

    private func takeDisputes(_ standing: [Told], into sums: inout Sums) {
        for event in standing where event.type == .disputeOpened {
            sums.disputes[event.reference ?? ""] = (event.amount ?? 0, nil)
        }
        let moves = standing.filter { [.disputeOpened, .disputeClosed].contains($0.type) }
        for event in Self.byTime(moves) {
            sums.disputes[event.reference ?? ""]?.isLost = event.isLost
        }
        sums.lost = sums.disputes.values.reduce(0) { $0 + ($1.isLost == true ? $1.amount : 0) }
    }

    /// A dispatch without lines takes all along, also what is ordered later.
    private func takeGoods(_ standing: [Told], into sums: inout Sums) {
        for event in standing {
            let pieces = Self.pieces(event.lines ?? [])
            switch event.type {
            case .dispatched: sums.dispatched.merge(pieces, uniquingKeysWith: +)
            case .returned: sums.returned.merge(pieces, uniquingKeysWith: +)
            default: break
            }
        }
        if standing.contains(where: { $0.type == .dispatched && $0.lines == nil }) {
            sums.dispatched = sums.ordered
        }
    }
}
