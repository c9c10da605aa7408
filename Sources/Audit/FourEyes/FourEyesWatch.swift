import EventLog
import LMDB
import Orders
import Projections

/// Takes note of who took which step of a window's orders.
struct FourEyesWatch: RecordObserver {
    /// What persons did on one order; few orders have more than two.
    private(set) var orders: [UInt32: [Deed]] = [:]
    private(set) var unsignedSteps = 0

    /// What one person did of one kind.
    struct Deed: Sendable {
        let actor: String
        let step: FourEyesReport.Step
        let position: UInt64
        var events: Int
        var amount: Int64
    }

    mutating func observe(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in window: borrowing OrderWindow,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        guard let step = FourEyesReport.Step(header.digest.type) else { return }
        let range = header.range(of: .actor)
        guard !range.isEmpty else { return unsignedSteps += 1 }
        let actor = bytes.text(in: range)
        guard Self.isPerson(actor) else { return }
        var deeds = orders[header.ordinal] ?? []
        let amount = step.movesMoney ? header.digest.amount : 0
        if let place = deeds.firstIndex(where: { $0.step == step && $0.actor == actor }) {
            deeds[place].events += 1
            deeds[place].amount = max(deeds[place].amount, deeds[place].amount &+ amount)
        } else {
            deeds.append(
                Deed(actor: actor, step: step, position: position, events: 1, amount: amount)
            )
        }
        orders[header.ordinal] = deeds
    }

    /// Whether an actor may be somebody who should not act alone.
    private static func isPerson(_ actor: String) -> Bool {
        let kind = actor.prefix { $0 != ":" }
        switch Actor.Kind(rawValue: String(kind)) {
        case .seller, .platform, .administrator, .reseller, .manufacturer: return true
        case .customer, .carrier, .gateway, .system, .clock, nil: return false
        }
    }
}

extension FourEyesReport.Step {
    /// The step that an event of a type is.
    fileprivate init?(_ type: EventType) {
        switch type {
        case .accepted, .approved: self = .accepted
        case .paymentCaptured: self = .captured
        case .refunded: self = .refunded
        case .cancelled: self = .cancelled
        default: return nil
        }
    }

    /// Whether its events have amounts of their own.
    var movesMoney: Bool { self == .captured || self == .refunded }
}
