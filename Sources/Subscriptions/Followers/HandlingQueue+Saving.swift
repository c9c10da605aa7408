/// What somebody decided about the event at which an order is parked.
struct ParkingDecision: Sendable {
    /// Where on `$ledger` it is recorded.
    let position: UInt64
    /// The order; nothing where there is none of that name, or another follower is meant.
    let ordinal: UInt32?
    /// The position of the event that is meant.
    let event: UInt64
    let isSkip: Bool
}

/// A change of the table of parked events.
enum ParkedChange: Sendable, Equatable {
    /// Parks the event at which an order stops, or replaces what is known of it.
    case park(ParkedEvent)
    /// Parks an event behind it.
    case parkBehind(UInt32, UInt64)
    /// Removes an event that is handled, or passed over.
    case remove(UInt32, UInt64)
}

/// What a follower writes in one transaction.
struct FollowerSave: Sendable {
    let checkpoint: UInt64
    let decided: UInt64
    let changes: [ParkedChange]
    /// Orders of which the next parked event is released, and asked for.
    let revivals: [UInt32]
}

extension HandlingQueue {
    /// Takes a decision, in the order of `$ledger`.
    mutating func decide(_ decision: ParkingDecision) {
        decisions.enter(decision)
    }

    /// Carries out the decisions whose turn it is.
    ///
    /// A decision waits until everything up to its event is handled, so that a save can say so: else
    /// an event that is passed over could come again after a crash. And it waits while its order is
    /// being revived.
    mutating func carryOutDecisions() {
        while let decision = nextDecision ?? decisions.leave() {
            nextDecision = nil
            if let ordinal = decision.ordinal, let standing = standings[ordinal] {
                switch standing {
                case .parked(let first) where first == decision.event:
                    guard window.contiguous >= first else { return nextDecision = decision }
                    if decision.isSkip { changes.append(.remove(ordinal, first)) }
                    revivals.append(ordinal)
                    standings[ordinal] = .reviving(first: first)
                case .reviving: return nextDecision = decision
                case .parked, .held: break
                }
            }
            decided = max(decided, decision.position)
        }
    }

    /// Whether there is anything to save.
    var hasUnsaved: Bool {
        window.contiguous > saved.checkpoint || !changes.isEmpty || !revivals.isEmpty
            || decided > saved.decided
    }

    /// Whether a parked event waits for a save.
    var isSaveUrgent: Bool { !revivals.isEmpty }

    /// How many events a save would cover.
    var unsavedEvents: Int {
        max(changes.count, Int(clamping: window.contiguous - saved.checkpoint))
    }

    /// What is to be saved now; it counts as saved.
    mutating func takeSave() -> FollowerSave {
        let save = FollowerSave(
            checkpoint: window.contiguous,
            decided: decided,
            changes: changes,
            revivals: revivals
        )
        changes = []
        revivals = []
        saved = (save.checkpoint, save.decided)
        return save
    }
}
