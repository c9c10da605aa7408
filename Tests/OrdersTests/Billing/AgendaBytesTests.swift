import EventLog
import LedgerTesting
import Testing

@testable import Orders

/// The stored form of agendas: of random ones, and of bytes that are none.
@Suite struct AgendaBytesTests {
    /// Agendas along the lives of billed orders, with holds, cards, pauses and effects.
    private func agendas(seed: UInt64, lives: UInt64) throws -> [Agenda] {
        var agendas: [Agenda] = []
        for place in 0..<lives {
            var life = BillingScenario(order: "b", seed: seed &+ place, day: 20_500)
            var history = OrderHistory(defaultWorkflow: .billing)
            for day in 20_500..<20_650 {
                for step in try life.day(day) where step.refusal == nil {
                    try Self.fold(step.event, into: &history)
                    agendas.append(history.standing.agenda)
                }
            }
        }
        return agendas
    }

    private static func fold(_ event: NewEvent, into history: inout OrderHistory) throws {
        let time = try #require(event.occurredAt)
        let judged = try JudgedEvent(
            event,
            after: history.state,
            defaultWorkflow: .billing,
            recordedAt: time
        )
        let count = UInt64(history.state.events.count)
        let recorded = judged.recorded(
            event,
            recordedAt: time,
            position: Position(count + 2),
            revision: Revision(count)
        )
        history.apply(recorded)
    }

    private func announcedSeed() -> UInt64 {
        LedgerTesting::SeededGenerator.announcedSeed(for: "stored agendas")
    }

    @Test func `what was stored is read as it was, and has the same bytes again`() throws {
        var agendas = try agendas(seed: announcedSeed(), lives: 60)
        var whole = try #require(agendas.last)
        whole.content.manufacturer = "ACME"
        whole.content.holds = [
            Hold(
                reference: nil,
                authorizedAt: Timestamp(microseconds: -1),
                expiresAt: Timestamp(microseconds: .max),
                amount: .max
            )
        ]
        whole.content.resumesAt = Timestamp(microseconds: .min)
        whole.content.cardExpiresOn = CalendarDate(daysSince1970: .min)
        agendas.append(whole)
        #expect(agendas.contains { $0.billing?.takenNumbers.isEmpty == false })
        #expect(agendas.contains { !$0.outbox.isEmpty })
        for agenda in agendas {
            let read = try #require(Agenda(stored: agenda.storedBytes))
            #expect(read == agenda.reduced)
            #expect(read.storedBytes == agenda.storedBytes)
        }
        #expect(Agenda(stored: []) == Agenda())
    }

    @Test func `bytes that were cut off are refused`() throws {
        for agenda in try agendas(seed: announcedSeed(), lives: 6) where agenda.outbox.isEmpty {
            let bytes = agenda.storedBytes
            for count in bytes.indices.dropFirst() {
                #expect(Agenda(stored: Array(bytes[..<count])) == nil, "\(count) of \(bytes)")
            }
        }
    }

    @Test func `damaged bytes are refused, or are those of another agenda`() throws {
        let seed = announcedSeed()
        var random = SeededGenerator(seed: seed)
        var refused = 0
        for agenda in try agendas(seed: seed, lives: 40) where !agenda.isEmpty {
            var bytes = agenda.storedBytes
            for _ in 0..<8 {
                let index = Int.random(in: bytes.indices, using: &random)
                bytes[index] = UInt8.random(in: 0...255, using: &random)
                guard let read = Agenda(stored: bytes) else {
                    refused += 1
                    continue
                }
                #expect(read.storedBytes == bytes)
            }
        }
        #expect(refused > 0)
    }

    @Test func `a number with more bytes than it needs, and an agenda of nothing, are refused`() {
        #expect(Agenda(stored: [0, 1, 2, 0, 0, 0, 0, 0]) != nil)
        #expect(Agenda(stored: [0, 1, 0x82, 0, 0, 0, 0, 0, 0]) == nil)
        #expect(Agenda(stored: [0, 0, 0, 0, 0, 0, 0]) == nil)
    }

    @Test func `random bytes are no agenda, or those of one`() {
        var random = SeededGenerator(seed: announcedSeed())
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...60, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...(255), using: &random) }
            guard let read = Agenda(stored: bytes) else { continue }
            #expect(read.storedBytes == bytes)
        }
    }
}

extension Agenda {
    fileprivate init?(stored bytes: [UInt8]) { self.init(storedBytes: bytes.span) }
}
