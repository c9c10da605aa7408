import Foundation
import LedgerTesting
import Orders
import Testing

@testable import EventLog

@Suite struct `Records that are copied together` {
    @Test func `are what they were, in their order, whatever block they lie in`() throws {
        let seed = SeededGenerator.announcedSeed(for: "copies")
        var random = SeededGenerator(seed: seed)
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        var events = [try order.placed()]
        for _ in 0..<200 {
            let count = random.oneIn(20) ? 20_000 : Int(random.next() % 900)
            events.append(try order.commented(String(repeating: "x", count: count)))
        }
        #expect(ledger.store.append(events).isNew)
        let snapshot = try ledger.store.snapshot()
        let page = try snapshot.page(from: 1, limit: .max, .forward) { _, _, _ in true }
        #expect(page.last == Position(UInt64(page.records.count)))
        #expect(page.last == Position(try snapshot.lastPosition))
        for slice in page.records.all {
            let record = try snapshot.record(at: slice.position.rawValue)
            #expect(try slice.record.bytes == record.bytes)
            #expect(slice.header == record.header)
            #expect(slice.typeName == record.typeName)
            for field in Record.Field.allCases {
                #expect(slice.text(field) == record.text(field))
                #expect(slice.part(field) == Array(record.bytes[record.range(of: field)]))
            }
        }
    }

    @Test func `share blocks that are never long, and a long record has one of its own`() throws {
        var copies = RecordCopies()
        let lengths = [100, 16_000, 300, 50_000, 60, 60]
        for (index, length) in lengths.enumerated() {
            copies.take([UInt8](repeating: UInt8(index), count: length).span, at: UInt64(index + 1))
        }
        #expect(copies.byteCount == lengths.reduce(0, +))
        let slices = copies.all
        #expect(slices.map(\.position.rawValue) == [1, 2, 3, 4, 5, 6])
        #expect(slices.map { $0.read { $0.count } } == lengths)
        #expect(slices.map { Int($0.read { $0[0] }) } == Array(lengths.indices))
        #expect(slices.map(\.blockBytes) == [16_100, 16_100, 300, 50_000, 120, 120])
        #expect(slices[0].detached().blockBytes == 100)
        var blocks: [(bytes: Int, positions: [UInt64])] = []
        #expect(
            copies.forEachBlock { block, places in
                blocks.append((block.count, places.map(\.position)))
                return true
            }
        )
        #expect(blocks.map(\.bytes) == [16_100, 300, 50_000, 120])
        #expect(blocks.map(\.positions) == [[1, 2], [3], [4], [5, 6]])
    }

    @Test func `are met backwards, from the end, and end by count, bytes and position`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        var events = [try order.placed()]
        for number in 0..<20 { events.append(try order.commented("\(number)")) }
        #expect(ledger.store.append(events).isNew)
        let snapshot = try ledger.store.snapshot()
        let last = try snapshot.lastPosition
        func positions(
            from start: UInt64,
            through end: UInt64 = .max,
            limit: Int = .max,
            bytes: Int = .max,
            _ direction: ReadDirection,
        ) throws -> [UInt64] {
            let page = try snapshot.page(
                from: start,
                through: end,
                limit: limit,
                bytesMaximum: bytes,
                direction
            ) { position, _, _ in !position.isMultiple(of: 3) }
            return page.records.all.map(\.position.rawValue)
        }
        let wanted = (1...last).filter { !$0.isMultiple(of: 3) }
        #expect(try positions(from: 0, .forward) == wanted)
        #expect(try positions(from: .max, .backward) == wanted.reversed())
        #expect(try positions(from: 4, through: 8, .forward) == [4, 5, 7, 8])
        #expect(try positions(from: 4, limit: 3, .forward) == [4, 5])
        #expect(try positions(from: 4, bytes: 1, .forward) == [4])
        #expect(try positions(from: 8, limit: 3, .backward) == [8, 7])
        #expect(try positions(from: last + 1, .forward).isEmpty)
        #expect(try positions(from: 0, .backward).isEmpty)
    }

    @Test func `that are not wanted count to the limit, too, and behind the end there are none`()
        throws
    {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        let snapshot = try ledger.store.snapshot()
        let page = try snapshot.page(from: 1, limit: 1, .forward) { _, _, _ in false }
        #expect(page.records.isEmpty)
        #expect(page.last == Position(1))
        let none = try snapshot.page(from: 1_000, limit: 1, .forward) { _, _, _ in true }
        #expect(none.last == nil)
    }
}

@Suite struct `A log whose positions do not ascend` {
    /// Whoever went on behind the last record of a page would come to the same ones again.
    @Test func `is refused, whichever way it is read`() throws {
        let ledger = try TemporaryLedger(isPlain: true)
        var order = OrderBuilder("A-1")
        var events = [try order.placed()]
        for number in 0..<20 { events.append(try order.commented("\(number)")) }
        #expect(ledger.store.append(events).isNew)
        let record = try ledger.store.snapshot().record(at: 15).bytes
        var file = try Data(contentsOf: URL(filePath: ledger.path + "/data.mdb"))
        let key = Data([15, 0, 0, 0, 0, 0, 0, 0])
        // Pages that were written before it may hold it, too.
        while let place = file.firstRange(of: key + record) { file[place.lowerBound] = 3 }
        let copy = ledger.folder("copy")
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        try file.write(to: URL(filePath: copy + "/data.mdb"))
        let store = try LogStore(
            path: copy,
            configuration: ledger.configuration,
            projection: NoViews()
        )
        let snapshot = try store.snapshot()
        for direction in [ReadDirection.forward, .backward] {
            let start: UInt64 = direction == .forward ? 1 : .max
            let error = try #require(throws: LedgerError.self) {
                try snapshot.page(from: start, limit: .max, direction) { _, _, _ in true }
            }
            #expect(error.code == .corrupted)
        }
    }
}

@Suite struct `An event that somebody keeps` {
    @Test func `says the same whether it shares its block or has one of its own`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append([order.placed(), order.captured()]).isNew)
        let snapshot = try ledger.store.snapshot()
        let page = try snapshot.page(from: 1, limit: .max, .forward) { _, _, _ in true }
        let events = try StoredPage(page, in: snapshot).events
        for shared in events {
            let detached = shared.detached()
            let alone = try StoredEvent(
                snapshot.record(at: shared.position.rawValue),
                in: snapshot
            )
            #expect(shared.slice.blockBytes > detached.slice.blockBytes)
            for event in [detached, alone] {
                #expect(event.position == shared.position)
                #expect(event.revision == shared.revision)
                #expect(event.order == shared.order)
                #expect(event.id == shared.id)
                #expect(event.type == shared.type)
                #expect(event.familiarity == shared.familiarity)
                #expect(event.data == shared.data)
                #expect(event.payload == shared.payload)
                #expect(event.sealed == shared.sealed)
            }
        }
    }
}

@Suite struct `A page that is handed over event by event` {
    /// Of a ledger that seals, some events have more than their records say.
    @Test(arguments: [true, false])
    func `gives what its places give, each a value that can be kept`(isPlain: Bool) throws {
        let seed = SeededGenerator.announcedSeed(for: "pages")
        var random = SeededGenerator(seed: seed)
        let ledger = try TemporaryLedger(isPlain: isPlain)
        var order = OrderBuilder("A-1")
        var events = [try order.placed()]
        for _ in 0..<100 {
            let count = Int(random.next() % 900)
            events.append(try order.commented(String(repeating: "x", count: count)))
        }
        #expect(ledger.store.append(events).isNew)
        let snapshot = try ledger.store.snapshot()
        let copied = try snapshot.page(from: 1, limit: .max, .forward) { _, _, _ in true }
        let page = try StoredPage(copied, in: snapshot)
        var kept: [StoredEvent] = []
        #expect(
            page.forEach {
                kept.append($0)
                return true
            }
        )
        #expect(kept.count == 102)
        for (event, same) in zip(kept, page.events) {
            #expect(event.position == same.position)
            #expect(event.id == same.id)
            #expect(event.data == same.data)
            #expect(event.payload == same.payload)
            #expect(event.sealed == same.sealed)
        }
        var visits = 0
        #expect(
            !page.forEach { _ in
                visits += 1
                return visits < 60
            }
        )
        #expect(visits == 60)
    }

    @Test func `has nothing to give where nothing was wanted`() {
        #expect(StoredPage().forEach { _ in false })
    }
}

extension RecordCopies {
    fileprivate var all: [RecordSlice] { (0..<count).map { self[$0] } }
}
