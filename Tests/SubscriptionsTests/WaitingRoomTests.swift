import EventLog
import LedgerTesting
import Subscriptions
import Testing

@Suite struct `Those who wait for events` {
    @Test func `hear of the first event that interests them, and of no other`() {
        var room = WaitingRoom<String>(announced: 5)
        #expect(room.enter(1, .everything, knowing: 5, seat: "all") == nil)
        #expect(room.enter(2, .order(7), knowing: 5, seat: "order 7") == nil)
        #expect(room.enter(3, .type(43), knowing: 5, seat: "type 43") == nil)
        #expect(room.enter(4, .newOrders, knowing: 5, seat: "new") == nil)
        let woken = room.announce([
            notice(6, order: 1, type: 3), notice(7, order: 7, type: 10),
            notice(8, order: 8, type: 43, isFirst: true),
        ])
        let heard = woken.map { "\($0.seat) \($0.arrival.text)" }
        #expect(
            heard.sorted() == ["all event 6", "new event 8", "order 7 event 7", "type 43 event 8"]
        )
        #expect(room.announce([notice(9, order: 7, type: 43)]).isEmpty)
    }

    @Test func `are told to look again where something came between looking and waiting`() {
        var room = WaitingRoom<String>(announced: 8)
        #expect(room.enter(1, .order(7), knowing: 6, seat: "late")?.text == "event 7")
        #expect(room.enter(2, .order(7), knowing: 8, seat: "in time") == nil)
        #expect(room.enter(3, .everything, knowing: 12, seat: "ahead") == nil)
        #expect(room.announce([notice(9, order: 1, type: 3)]).isEmpty)
        #expect(room.announce([notice(13, order: 7, type: 3)]).count == 2)
    }

    @Test func `hear how far the log has come where nothing interests them`() {
        var room = WaitingRoom<String>(announced: 0)
        #expect(room.enter(1, .order(7), knowing: 0, seat: "one") == nil)
        #expect(room.announce((1...9_999).map { notice($0, order: 1, type: 3) }).isEmpty)
        #expect(room.enter(2, .order(8), knowing: 9_999, seat: "two") == nil)
        let woken = room.announce([notice(10_000, order: 1, type: 3)])
        #expect(woken.map { "\($0.seat) \($0.arrival.text)" } == ["one nothing 10000"])
    }

    @Test func `hear so after 10,000 events, whatever they knew when they came`() {
        var room = WaitingRoom<String>(announced: 1)
        #expect(room.enter(1, .order(7), knowing: 1, seat: "one") == nil)
        #expect(room.announce((2...10_000).map { notice($0, order: 1, type: 3) }).isEmpty)
        let woken = room.announce([notice(10_001, order: 1, type: 3)])
        #expect(woken.map { "\($0.seat) \($0.arrival.text)" } == ["one nothing 10001"])
    }

    @Test func `hear of a record that nobody can read, and of types without a code`() {
        var room = WaitingRoom<String>(announced: 0)
        #expect(room.enter(1, .order(7), knowing: 0, seat: "one") == nil)
        #expect(room.enter(2, .type(43), knowing: 0, seat: "two") == nil)
        #expect(room.announce([notice(1, order: 1, type: 0)]).map(\.seat) == ["two"])
        let bad = Notice(position: 2, ordinal: 0, type: 0, isFirst: false, isUnreadable: true)
        #expect(room.announce([bad]).map(\.seat) == ["one"])
    }

    @Test func `leave, and hear nothing more`() {
        var room = WaitingRoom<String>(announced: 0)
        #expect(room.enter(1, .everything, knowing: 0, seat: "one") == nil)
        #expect(room.leave(1) == "one")
        #expect(room.leave(1) == nil)
        #expect(room.announce([notice(1, order: 1, type: 3)]).isEmpty)
    }

    @Test func `hear that it is over, those too who come later`() {
        var room = WaitingRoom<String>(announced: 0)
        #expect(room.enter(1, .order(1), knowing: 0, seat: "one") == nil)
        #expect(room.close(.closed) == ["one"])
        #expect(room.enter(2, .order(1), knowing: 0, seat: "two")?.text == "ended closed")
    }

    /// A random run beside a room that keeps a plain list.
    @Test func `are woken as a plain list would wake them`() {
        let seed = SeededGenerator.announcedSeed(for: "waiting room")
        var random = SeededGenerator(seed: seed)
        var room = WaitingRoom<Int>(announced: 0)
        var plain: [(ticket: Int, interest: Interest, known: UInt64)] = []
        var position: UInt64 = 0
        for ticket in 1...5_000 {
            let known = position + random.next() % 3
            let interest = randomInterest(&random)
            #expect(room.enter(ticket, interest, knowing: known, seat: ticket) == nil)
            plain.append((ticket, interest, known))
            guard random.next() % 2 == 0 else { continue }
            position += 1
            let notice = notice(
                position,
                order: UInt32(random.next() % 5),
                type: UInt8(random.next() % 5),
                isFirst: random.next() % 4 == 0
            )
            let expected = plain.filter { $0.known < position && $0.interest.means(notice) }
            plain.removeAll { waiter in expected.contains { $0.ticket == waiter.ticket } }
            let woken = room.announce([notice]).map(\.seat).sorted()
            #expect(woken == expected.map(\.ticket).sorted(), "seed \(seed)")
        }
    }
}

private func notice(
    _ position: UInt64,
    order: UInt32,
    type: UInt8,
    isFirst: Bool = false,
) -> Notice {
    Notice(position: position, ordinal: order, type: type, isFirst: isFirst)
}

private func randomInterest(_ random: inout SeededGenerator) -> Interest {
    switch random.next() % 4 {
    case 0: .everything
    case 1: .order(UInt32(random.next() % 5))
    case 2: .type(UInt8(random.next() % 5))
    default: .newOrders
    }
}

extension Interest {
    fileprivate func means(_ notice: Notice) -> Bool {
        switch self {
        case .everything: true
        case .order(let ordinal): notice.ordinal == ordinal
        case .type(let code): notice.type == code || notice.type == 0
        case .newOrders: notice.isFirst
        }
    }
}

extension Arrival {
    fileprivate var text: String {
        switch self {
        case .event(let position): "event \(position)"
        case .nothing(let position): "nothing \(position)"
        case .ended(let reason): "ended \(reason)"
        }
    }
}
