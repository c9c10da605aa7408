import Projections
import Synchronization

/// The faults of one verification, from whichever thread finds them.
final class FaultList: Sendable {
    private let faults = Mutex(VerificationFaults())
    private let found: @Sendable (VerificationFault) -> Void

    init(_ found: @escaping @Sendable (VerificationFault) -> Void) { self.found = found }

    func add(_ fault: VerificationFault) {
        if faults.withLock({ $0.add(fault) }) { found(fault) }
    }

    var sorted: VerificationFaults {
        faults.withLock { faults in
            faults.sort()
            return faults
        }
    }
}

extension VerificationFault {
    /// A view's row that is not what the log leads to.
    init(_ difference: ViewDifference) {
        let order = difference.order.map { "order \($0): " } ?? ""
        self.init(position: difference.position, what: order + difference.sentence)
    }

    /// A record that does not continue its order.
    init(_ link: BrokenLink) {
        var parts: [String] = []
        if link.previous.named != link.previous.actual {
            parts.append(
                "names position \(link.previous.named) as the one before it; it is "
                    + "\(link.previous.actual)"
            )
        }
        if link.revision.named != link.revision.expected {
            parts.append(
                "has revision \(link.revision.named); it should be \(link.revision.expected)"
            )
        }
        if !link.hasName { parts.append("bears another name than its order") }
        self.init(
            position: link.position,
            what: "the record " + parts.joined(separator: ", and ")
        )
    }
}
