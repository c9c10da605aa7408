import OrderLedger

/// A follower, how far it is behind, and whether all is well.
struct FollowerRow: Row {
    private let follower: FollowerStatus

    init(_ follower: FollowerStatus) { self.follower = follower }

    static let columns = [
        TableColumn("FOLLOWER"), TableColumn("CHECKPOINT", .right), TableColumn("EVENTS", .right),
        TableColumn("BYTES", .right), TableColumn("SECONDS", .right),
        TableColumn("PARKED", .right), TableColumn("STATE"),
    ]

    var cells: [String] {
        [
            follower.name, Int(clamping: follower.checkpoint.rawValue).grouped,
            follower.lag.events.grouped, follower.lag.bytes.grouped, "\(seconds)",
            "\(follower.parked.count)", state,
        ]
    }

    static let fieldNames = [
        "follower", "checkpoint", "head", "lagEvents", "lagBytes", "lagSeconds", "parked", "state",
        "movedAt",
    ]

    var fields: [String] {
        [
            follower.name, follower.checkpoint.description, follower.head.description,
            "\(follower.lag.events)", "\(follower.lag.bytes)", "\(seconds)",
            "\(follower.parked.count)", state, follower.movedAt.description,
        ]
    }

    private var seconds: Int64 { follower.lag.time.components.seconds }

    private var state: String {
        let word = follower.isRunning ? "running" : "stopped"
        return follower.isStuck() ? "stuck, \(word)" : word
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("follower", follower.name)
        writer.member("checkpoint", Int64(clamping: follower.checkpoint.rawValue))
        writer.member("head", Int64(clamping: follower.head.rawValue))
        writer.key("lag")
        writer.beginObject()
        writer.member("events", Int64(follower.lag.events))
        writer.member("bytes", Int64(follower.lag.bytes))
        writer.member("seconds", seconds)
        writer.endObject()
        writer.member("movedAt", follower.movedAt)
        writer.member("running", follower.isRunning)
        writer.member("stuck", follower.isStuck())
        writer.key("parked")
        writer.beginArray()
        for order in follower.parked { ParkedOrderRow(order, of: follower.name).write(to: &writer) }
        writer.endArray()
        writer.endObject()
    }
}

/// An order that a follower has parked.
struct ParkedOrderRow: Row {
    private let parked: ParkedOrder
    private let follower: String

    init(_ parked: ParkedOrder, of follower: String) {
        self.parked = parked
        self.follower = follower
    }

    static let columns = [
        TableColumn("PARKED BY"), TableColumn("ORDER", .left, .cut), TableColumn("AT", .right),
        TableColumn("BEHIND", .right), TableColumn("TRIES", .right), TableColumn("SINCE"),
        TableColumn("ERROR", .left, .wrap),
    ]

    var cells: [String] {
        [
            follower, parked.order, parked.event.description, parked.waiting.grouped,
            "\(parked.attempts)", parked.parkedAt.description,
            parked.isReleased ? "decided; goes on as the follower runs" : parked.error,
        ]
    }

    static let fieldNames = [
        "follower", "order", "event", "waiting", "attempts", "parkedAt", "decided", "error",
    ]

    var fields: [String] {
        [
            follower, parked.order, parked.event.description, "\(parked.waiting)",
            "\(parked.attempts)", parked.parkedAt.description, "\(parked.isReleased)",
            parked.error,
        ]
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("order", parked.order)
        writer.member("event", Int64(clamping: parked.event.rawValue))
        writer.member("waiting", Int64(parked.waiting))
        writer.member("attempts", Int64(parked.attempts))
        writer.member("parkedAt", parked.parkedAt)
        writer.member("decided", parked.isReleased)
        writer.member("error", parked.error)
        writer.endObject()
    }
}
