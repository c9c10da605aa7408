import Testing

/// The ten statuses of a billed order, and what every event does in each: worked out by hand.
///
/// Two billing events matter here: the first is scheduled, or declined where the order has failed
/// or is suspended; the second stands only there, and in review.
enum BillingMatrix {
    /// One event, and the status that it leads to or the refusal that it meets, by status.
    struct Row: Sendable, CustomTestStringConvertible {
        let event: String
        let data: String
        /// In the order of `statuses`; `·` where the status stays as it is.
        let outcomes: [String]

        var testDescription: String { "\(event) \(data)" }

        /// - Parameters:
        ///   - head: the event's name and its data.
        ///   - body: the outcomes in three groups.
        init(_ head: Substring, _ body: Substring) {
            let parts = head.split(separator: " ", maxSplits: 1).map(String.init)
            event = parts[0]
            data = parts[1]
            let groups = body.split(separator: "|", omittingEmptySubsequences: false)
            outcomes = zip(groups, BillingMatrix.groupSizes).flatMap(Self.spread)
        }

        private static func spread(_ group: Substring, over size: Int) -> [String] {
            let words = group.split(separator: " ").map(String.init)
            if words == ["ended"] { return ["alreadyCompleted", "alreadyCancelled"] }
            return words.count == 1 ? Array(repeating: words[0], count: size) : words
        }
    }

    /// How many statuses are preliminary, live and final.
    private static let groupSizes = [3, 5, 2]

    /// Preliminary, live and final ones, in the order of the columns.
    static let statuses = [
        "draft", "pending", "rejected",
        "active", "failed", "suspended", "paused", "review",
        "complete", "cancelled",
    ]

    private static let card = ("cardRegistered", "{}")
    private static let cycle =
        #""billing":{"kind":"subscription","every":"P1M","first":"2025-03-01","amount":"10.00"}"#
    private static let subscription = placed(cycle)
    private static let instalments = placed(
        #""total":"20.00","billing":{"kind":"instalments","count":2,"every":"P1M","#
            + #""first":"2025-03-01"}"#
    )

    private static func placed(_ members: String, by method: String = "card") -> (String, String) {
        ("placed", #"{"currency":"EUR","paymentMethod":"\#(method)",\#(members)}"#)
    }

    /// A shortest history that leads to each status.
    static let histories: [String: [(event: String, data: String)]] = [
        "draft": [subscription],
        "pending": [placed(cycle, by: "link")],
        "rejected": [subscription, ("paymentDeclined", #"{"decline":"soft"}"#)],
        "active": [subscription, card],
        "failed": [
            subscription, card,
            ("billingEventFailed", #"{"billingEvent":"1","decline":"soft"}"#),
        ],
        "suspended": [
            subscription, card,
            ("billingEventFailed", #"{"billingEvent":"1","decline":"hard"}"#),
        ],
        "paused": [subscription, card, ("paused", "{}")],
        "review": [instalments, ("paymentCaptured", #"{"amount":"30.00"}"#)],
        "complete": [
            placed(#""total":"10.00""#), ("paymentCaptured", #"{"amount":"10.00"}"#),
        ],
        "cancelled": [subscription, ("cancelled", "{}")],
    ]
}
