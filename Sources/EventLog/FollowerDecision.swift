package import Orders

/// What somebody decided about the event at which an order is parked by a follower: an event of
/// `$ledger`.
///
/// It names the event, so that carrying it out twice does nothing the second time.
package struct FollowerDecision: Sendable, Hashable {
    /// What becomes of the event.
    package enum Verdict: Sendable, Hashable {
        /// The follower tries it again, and then what waits behind it.
        case retry
        /// The follower passes over it, and goes on with what waits behind it.
        case skip

        package var type: EventType {
            switch self {
            case .retry: .followerRetried
            case .skip: .followerSkipped
            }
        }
    }

    package let follower: String
    package let order: String
    /// The position of the event at which the order is parked.
    package let event: Position
    package let verdict: Verdict
    /// Why; it stays readable for ever, so it names nobody.
    package let reason: String

    package init(
        follower: String,
        order: String,
        event: Position,
        _ verdict: Verdict,
        reason: String,
    ) {
        self.follower = follower
        self.order = order
        self.event = event
        self.verdict = verdict
        self.reason = reason
    }
}

extension FollowerDecision {
    var data: JSONValue {
        .object([
            .init("follower", .string(follower)), .init("order", .string(order)),
            .init("event", .number(event.description)), .init("reason", .string(reason)),
        ])
    }

    /// The decision that an event of `$ledger` records.
    ///
    /// - Throws: `newerFormat` where its data is not what this build writes.
    package init(_ record: Record, _ payload: Payload) throws(LedgerError) {
        let type = record.header.digest.type
        guard let data = try? JSONValue(json: payload.merged()),
            case .string(let follower)? = data["follower"],
            case .string(let order)? = data["order"],
            case .number(let digits)? = data["event"], let event = UInt64(digits),
            case .string(let reason)? = data["reason"],
            type == .followerRetried || type == .followerSkipped
        else {
            throw LedgerError(
                .newerFormat,
                "the decision at position \(record.position) is not readable by this build: use a "
                    + "newer build"
            )
        }
        self.follower = follower
        self.order = order
        self.event = Position(event)
        verdict = type == .followerRetried ? .retry : .skip
        self.reason = reason
    }
}
