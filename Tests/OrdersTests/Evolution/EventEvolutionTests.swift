import Testing

@testable import Orders

@Suite struct `The evolution of events` {
    private static func rename(_ type: String, _ version: UInt8, _ old: String, _ new: String)
        -> EventEvolution.Step
    {
        EventEvolution.Step(type, from: version) { data in
            guard let value = data[old] else { return data }
            return data.merged(with: .object([.init(old, .null), .init(new, value)]))
        }
    }

    /// What a build would know in which `delivered` had two versions before this one.
    private static func later() throws -> EventEvolution {
        try EventEvolution(ofAny: [
            rename("delivered", 1, "parcel", "box"), rename("delivered", 2, "box", "package"),
        ])
    }

    @Test(arguments: [(1, "parcel"), (2, "box"), (3, "package")] as [(UInt8, String)])
    func `carries every version of a type on to the newest, step by step`(
        version: UInt8,
        member: String
    ) throws {
        let evolution = try Self.later()
        let data = Array(#" {"\#(member)":"P-1","own":true} "#.utf8)
        let event = try OrderEvent(
            type: .delivered,
            typeVersion: version,
            data: data,
            evolution: evolution
        )
        #expect(event == .delivered(package: "P-1"))
        let part = try OrderEvent(
            agendaPartOf: .delivered,
            typeVersion: version,
            publicPart: data.span,
            evolution: evolution
        )
        #expect(part == event)
    }

    @Test func `reads a capture of an older version for an agenda, too`() throws {
        let evolution = try EventEvolution(ofAny: [
            Self.rename("paymentCaptured", 1, "sum", "amount")
        ])
        func read(_ version: UInt8, _ member: String) throws -> OrderEvent {
            let data = Array(#"{"\#(member)":"5.00","billingEvent":"2"}"#.utf8)
            return try OrderEvent(
                agendaPartOf: .paymentCaptured,
                typeVersion: version,
                publicPart: data.span,
                evolution: evolution
            )
        }
        guard case .paymentCaptured(let old) = try read(1, "sum"),
            case .paymentCaptured(let new) = try read(2, "amount")
        else {
            Issue.record("no capture was read")
            return
        }
        #expect(old.amount == new.amount)
        #expect(old.billingEvent == "2")
        #expect(try read(3, "amount") == .unknown(name: "paymentCaptured"))
    }

    @Test func `keeps a newer version as unknown, and tells versions apart`() throws {
        let evolution = try Self.later()
        let data = Array(#"{"drone":"D-1"}"#.utf8)
        let event = try OrderEvent(
            type: .delivered,
            typeVersion: 4,
            data: data,
            evolution: evolution
        )
        #expect(event == .unknown(name: "delivered"))
        #expect(evolution.familiarity(of: "delivered", version: 4) == .newer(than: 3))
        #expect(evolution.familiarity(of: "delivered", version: 3) == .current)
        #expect(evolution.familiarity(of: "delivered", version: 0) == .older(than: 3))
        #expect(evolution.familiarity(of: "placed", version: 1) == .current)
        #expect(evolution.familiarity(of: "weighed", version: 1) == .unknown)
        #expect(EventEvolution.builtIn.newestVersion(of: "weighed") == nil)
    }

    /// Whoever gives a type a second version adds its steps and its golden bytes, and this line.
    @Test func `of this build has one version of every type`() {
        for type in EventType.ofOrders {
            #expect(EventEvolution.builtIn.newestVersion(of: type) == 1, "\(type)")
        }
    }

    @Test func `is refused with a gap, with a step twice, and of the ledger's own types`() throws {
        #expect(throws: DataError(.missing, message: "")) {
            try EventEvolution([Self.rename("weighed", 2, "a", "b")])
        }
        #expect(throws: DataError(.missing, message: "")) {
            try EventEvolution([
                Self.rename("weighed", 1, "a", "b"), Self.rename("weighed", 3, "a", "b"),
            ])
        }
        #expect(throws: DataError(.duplicate, message: "")) {
            try EventEvolution([
                Self.rename("weighed", 1, "a", "b"), Self.rename("weighed", 1, "b", "c"),
            ])
        }
        #expect(throws: DataError(.badName, message: "")) {
            try EventEvolution([Self.rename("placed", 1, "a", "b")])
        }
    }

    @Test func `leaves bytes alone where no step is to be taken`() throws {
        let evolution = try Self.later()
        let data = Array(#" {"package" : "P-1" } "#.utf8)
        #expect(try evolution.upcast(data, of: "delivered", from: 3) == data)
        #expect(try evolution.upcast(data, of: "placed", from: 1) == data)
        #expect(try evolution.upcast(data, of: "weighed", from: 9) == data)
    }
}
