import EventLog
import Projections

/// A fold that follows the check of a log: one core at a time takes a turn at it, in the order of
/// the log, whichever has just checked a span.
///
/// Where folding costs more than checking, the lane fills and ends; the rest of the log is then
/// read once more and folded on both cores.
struct FoldLane: Sendable {
    /// The fold, where nobody has a turn.
    private var fold: OrderFold?
    /// Whether steps are taken at all.
    private var isOpen: Bool
    private var waiting: [Part] = []
    /// Room of steps that are folded, to be used again.
    private var rooms: [[RecordStep]] = []
    private var error: LedgerError?

    /// Parts of the log that may wait for their turn, so many that a core may be away for a while;
    /// as many again may be in a turn, which comes to some fifty megabytes.
    private static let waitingMaximum = 64

    fileprivate struct Part: Sendable {
        let steps: [RecordStep]
        let extents: [OrderExtent]
        let end: UInt64
    }

    /// Some parts that follow each other, and the fold that takes them.
    struct Turn: Sendable {
        fileprivate var fold: OrderFold?
        fileprivate var parts: [Part]
        fileprivate var error: LedgerError?

        /// Folds the parts.
        mutating func take() {
            do throws(LedgerError) {
                for part in parts { try fold?.follow(part.steps, part.extents, through: part.end) }
            } catch {
                self.error = error
            }
        }
    }

    init(_ fold: OrderFold?) {
        self.fold = fold
        isOpen = fold != nil
    }

    /// Takes room for the steps of a span, empty; nothing where nobody folds them.
    mutating func takeRoom() -> [RecordStep]? {
        guard isOpen else { return nil }
        var room = rooms.popLast() ?? []
        room.removeAll(keepingCapacity: true)
        return room
    }

    /// Adds the part of the log that comes next.
    ///
    /// - Parameter steps: nothing where they cannot be told, so that the lane ends here.
    mutating func add(_ steps: [RecordStep]?, _ extents: [OrderExtent], through end: UInt64) {
        guard let steps, isOpen, waiting.count < Self.waitingMaximum else {
            isOpen = false
            waiting = []
            rooms = []
            return
        }
        waiting.append(Part(steps: steps, extents: extents, end: end))
    }

    /// Begins a turn, where something waits and nobody is at it.
    mutating func begin() -> Turn? {
        guard !waiting.isEmpty, error == nil, let fold else { return nil }
        // The turn is the only one that holds it.
        self.fold = nil
        defer { waiting = [] }
        return Turn(fold: fold, parts: waiting)
    }

    /// Ends a turn, and takes everything from it: what two hold is copied before it changes.
    mutating func end(_ turn: inout Turn) {
        error = turn.error
        fold = turn.fold.take()
        let room = isOpen ? Self.waitingMaximum - rooms.count : 0
        rooms += turn.parts.prefix(max(0, room)).map(\.steps)
        turn.parts = []
    }

    /// What became of the fold; nothing where there was none.
    ///
    /// - Parameter extents: what is known of all of the log.
    func outcome(knowing extents: [OrderExtent]) -> Result<OrderFold, LedgerError>? {
        if let error { return .failure(error) }
        guard var fold else { return nil }
        fold.learn(extents)
        return .success(fold)
    }
}
