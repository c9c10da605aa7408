package import EventLog
package import Orders

/// A verdict without its sentences, so that two of them can be compared.
package enum VerdictSummary: Equatable, Sendable {
    case recorded([Part], isDuplicate: Bool)
    case refused(Refusal.Code, index: Int)
    case wrongRevision([Unmet])
    /// The first event that each failing condition excludes, and the expectations beside them.
    case conditionFailed([Position], wrongRevisions: [Unmet])
    case failed(LedgerError.Code, index: Int?)

    /// What a receipt says of one order.
    package struct Part: Equatable, Sendable {
        package let order: OrderID
        package let revisions: ClosedRange<UInt64>
        package let position: UInt64
        package let status: String

        package init(
            order: OrderID,
            revisions: ClosedRange<UInt64>,
            position: UInt64,
            status: String
        ) {
            self.order = order
            self.revisions = revisions
            self.position = position
            self.status = status
        }
    }

    /// An expectation that did not hold.
    package struct Unmet: Equatable, Sendable {
        package let order: OrderID
        package let expected: ExpectedRevision
        package let actual: Revision?

        package init(_ order: OrderID, expected: ExpectedRevision, actual: Revision?) {
            self.order = order
            self.expected = expected
            self.actual = actual
        }

        init(_ failure: ExpectationFailure) {
            self.init(failure.order, expected: failure.expected, actual: failure.actual)
        }
    }

    package init(_ verdict: AppendVerdict) {
        switch verdict {
        case .recorded(let receipt):
            let parts = receipt.parts.map { part in
                Part(
                    order: part.order,
                    revisions: part.firstRevision.rawValue...part.lastRevision.rawValue,
                    position: part.position.rawValue,
                    status: part.status
                )
            }
            self = .recorded(parts, isDuplicate: receipt.isDuplicate)
        case .refused(let refusal, let index): self = .refused(refusal.code, index: index)
        case .wrongRevision(let failures):
            self = .wrongRevision(failures.map { Unmet($0) })
        case .conditionFailed(let conditions, let failures):
            self = .conditionFailed(
                conditions.map(\.position),
                wrongRevisions: failures.map { Unmet($0) }
            )
        case .failed(let error, let index): self = .failed(error.code, index: index)
        }
    }
}

extension AppendVerdict {
    package var summary: VerdictSummary { VerdictSummary(self) }

    /// The receipt, where the events are recorded.
    package var receipt: Receipt? {
        if case .recorded(let receipt) = self { receipt } else { nil }
    }

    /// The code of the failure, where the append could not be done.
    package var failure: LedgerError.Code? {
        if case .failed(let error, _) = self { error.code } else { nil }
    }

    /// The code of the refusal, where the workflow turned an event away.
    package var refusal: Refusal.Code? {
        if case .refused(let refusal, _) = self { refusal.code } else { nil }
    }

    /// Whether the events are recorded now and were not before.
    package var isNew: Bool { receipt.map { !$0.isDuplicate } ?? false }
}
