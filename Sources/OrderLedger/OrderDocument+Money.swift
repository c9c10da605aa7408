public import Orders

extension OrderDocument {
    /// A movement of money, or an attempt at one.
    public struct Payment: Sendable {
        /// When it happened.
        public let at: Timestamp
        /// The event's type.
        public let what: String
        /// How much, in the order's currency; nothing where the event names no sum.
        public let amount: String?
        /// What the gateway or the bank calls it.
        public internal(set) var reference: String?
        /// How it was paid, in a word.
        public let method: String?
        /// The billing event that it is for.
        public let billingEvent: String?
        /// Why it was declined, in the gateway's words.
        public internal(set) var code: String?

        init?(_ recorded: RecordedEvent, in currency: Currency?) {
            var amount: DecimalAmount?
            var reference: String?
            var method: PaymentMethod?
            var billingEvent: String?
            var code: String?
            switch recorded.event {
            case .paymentAuthorized(let money), .authorizationVoided(let money),
                .authorizationExpired(let money), .paymentCaptured(let money),
                .refunded(let money):
                amount = money.amount
                reference = money.reference
                method = money.method
                billingEvent = money.billingEvent
            case .paymentDeclined(let declined):
                amount = declined.amount
                code = declined.code
            case .billingEventFailed(let failed):
                billingEvent = failed.billingEvent
                code = failed.code
            case .disputeOpened(let name, let disputed, _):
                amount = disputed
                reference = name
            case .disputeClosed(let name, _):
                reference = name
            case .resellerPaid(let paid, _, let name):
                amount = paid
                reference = name
            default:
                return nil
            }
            at = recorded.occurredAt
            what = recorded.event.type.name
            self.amount = amount?.text(in: currency)
            self.reference = reference
            self.method = method?.word
            self.billingEvent = billingEvent
            self.code = code
        }
    }

    /// A paper that asks for money.
    public struct Invoice: Sendable {
        /// The invoice's number.
        public let number: String?
        /// When it was issued.
        public let at: Timestamp
        /// Until when it is to be paid, as the event says.
        public let dueAt: String?

        init?(_ recorded: RecordedEvent) {
            guard case .invoiced(let number, let dueAt) = recorded.event else { return nil }
            self.number = number
            self.at = recorded.occurredAt
            self.dueAt = dueAt
        }
    }

    /// A paper that gives money back.
    public struct CreditNote: Sendable {
        /// The credit note's number.
        public let number: String?
        /// When it was issued.
        public let at: Timestamp
        /// How much is credited, in the order's currency.
        public let amount: String
        /// The number of the invoice that it corrects.
        public let invoice: String?

        init?(_ recorded: RecordedEvent, in currency: Currency?) {
            guard case .creditNoteIssued(let number, let amount, _, let invoice) = recorded.event
            else { return nil }
            self.number = number
            self.at = recorded.occurredAt
            self.amount = amount.text(in: currency)
            self.invoice = invoice
        }
    }

    /// A card that was registered, or came in the place of another.
    public struct RegisteredCard: Sendable {
        /// When it was registered.
        public let at: Timestamp
        /// The registration's id.
        public internal(set) var card: String?
        /// The card's brand.
        public let brand: String?
        /// The last four digits.
        public let last4: String?
        /// When the card expires, as the event says.
        public let expires: String?
        /// The last day on which it can be charged, where that can be read.
        public let lastDay: CalendarDate?
        /// Whether it is the card that is to be charged.
        public private(set) var isInForce = false
        /// The registration that it replaces.
        public internal(set) var replaces: String?

        /// The cards of a history.
        static func cards(
            in events: [RecordedEvent],
            inForce: RecordedEvent?
        ) -> [RegisteredCard] {
            events.compactMap { event in
                var card = RegisteredCard(event)
                card?.isInForce = event.position == inForce?.position
                return card
            }
        }

        private init?(_ recorded: RecordedEvent) {
            switch recorded.event {
            case .cardRegistered(let card), .cardReplaced(let card):
                at = recorded.occurredAt
                self.card = card.card
                brand = card.brand
                last4 = card.last4
                expires = card.expires
                lastDay = card.lastDay
                replaces = card.replaces
            default:
                return nil
            }
        }
    }
}
