public import Orders

extension OrderDocument {
    /// A complaint, from its opening to its end.
    public struct ComplaintEntry: Sendable {
        /// The complaint's name.
        public let complaint: String
        /// What it is about: undelivered, defective or other.
        public let kind: String?
        /// What the customer said; nothing where it was erased.
        public let text: String?
        /// When it was opened; nothing where only its end is recorded.
        public let openedAt: Timestamp?
        /// When it was closed; nothing while it is open.
        public let closedAt: Timestamp?
        /// How it ended; nothing while it is open.
        public let outcome: String?
        /// What was said when it was closed.
        public let closingText: String?
        /// Whether it is still open.
        public let isOpen: Bool

        init(_ complaint: Complaint, in events: [RecordedEvent]) {
            self.complaint = complaint.name
            kind = complaint.opened?.kind.word
            text = complaint.opened?.text
            openedAt = complaint.openedAt
            closedAt = complaint.closedAt
            outcome = complaint.outcome?.word
            isOpen = complaint.isOpen
            closingText =
                events.lazy.compactMap { recorded in
                    guard case .complaintClosed(let name, _, let text) = recorded.event,
                        name == complaint.name
                    else { return nil }
                    return text
                }.first
        }
    }

    /// A customer's wish to have money back, and what became of it.
    public struct RefundRequestEntry: Sendable {
        /// When it was requested.
        public let at: Timestamp
        /// How much, in the order's currency; nothing where nobody said.
        public let amount: String?
        /// Why, where somebody said.
        public let reason: String?
        /// open, declined or refunded.
        public private(set) var state = "open"
        /// Why it was declined.
        public private(set) var answer: String?

        /// The requests of a history; a refund, or its refusal, answers all that are open then.
        static func requests(
            in events: [RecordedEvent],
            currency: Currency?
        ) -> [RefundRequestEntry] {
            var requests: [RefundRequestEntry] = []
            for recorded in events {
                switch recorded.event {
                case .refundRequested(let request):
                    requests.append(
                        RefundRequestEntry(
                            at: recorded.occurredAt,
                            amount: request.amount?.text(in: currency),
                            reason: request.reason
                        )
                    )
                case .refundDeclined(let reason): answer(&requests, "declined", reason)
                case .refunded: answer(&requests, "refunded", nil)
                default: continue
                }
            }
            return requests
        }

        private static func answer(
            _ requests: inout [RefundRequestEntry],
            _ state: String,
            _ reason: String?
        ) {
            for index in requests.indices where requests[index].state == "open" {
                requests[index].state = state
                requests[index].answer = reason
            }
        }
    }

    /// A line of the box in which a shop and its customer follow the order.
    public struct ProgressLine: Sendable {
        /// When it happened.
        public let at: Timestamp
        /// What happened, in a sentence.
        public let text: String
        /// Whether an event wrote it by itself.
        public let isAutomatic: Bool
        /// Who may read it.
        public let visibility: Visibility
        /// Whether the customer was to be told by mail.
        public let isNotified: Bool

        init?(_ recorded: RecordedEvent, in currency: Currency?) {
            at = recorded.occurredAt
            switch recorded.event {
            case .commented(let comment):
                text = comment.text
                isAutomatic = false
                visibility = comment.visibility ?? .private
                isNotified = comment.notify ?? false
            case .paymentCaptured(let money):
                let code = currency.map { " \($0.code)" } ?? ""
                text = "Payment received: \(money.amount.text(in: currency))\(code)"
                isAutomatic = true
                visibility = .customer
                isNotified = false
            default:
                return nil
            }
        }
    }
}
