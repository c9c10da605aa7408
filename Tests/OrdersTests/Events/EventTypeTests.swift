import Testing

@testable import Orders

@Suite struct EventTypeTests {
    @Test(arguments: EventType.allCases)
    func `a type is found by its name, unless it belongs to the ledger`(type: EventType) {
        let found: EventType = type.isLedgerOwned ? .unknown : type
        #expect(EventType(name: type.name) == found)
        #expect(type.name == String(describing: type))
    }

    @Test(arguments: ["", "Placed", "order.placed", "placed ", "unplaced", "x", "placéd"])
    func `any other name is an unknown type`(name: String) {
        #expect(EventType(name: name) == .unknown)
    }

    @Test(arguments: EventType.allCases)
    func `an event knows its type`(type: EventType) {
        var dice = SeededDice(seed: 1)
        #expect(dice.event(type).type == (type.isLedgerOwned ? .unknown : type))
    }

    @Test func `the words of the contract stand for the cases of the same name`() {
        check(Approver.self)
        check(PaymentMethod.self)
        check(Fulfilment.self)
        check(Decline.self)
        check(PaymentChannel.self)
        check(RetryKind.self)
        check(ComplaintKind.self)
        check(ComplaintOutcome.self)
        check(DisputeOutcome.self)
        check(Visibility.self)
        check(BillingKind.self)
    }

    private func check<Word: ContractWord & Equatable>(_ words: Word.Type) {
        #expect(Word.words == Word.allCases.map { String(describing: $0) })
        for word in Word.allCases { #expect(Word(word: word.word) == word) }
        #expect(Word(word: "") == nil)
    }

    @Test func `a name table finds all its names and no others`() {
        let names = DataMember.allCases.map(\.text)
        #expect(names.count <= 80, "DataFields has room for 80 members.")
        let table = NameTable(names)
        for (index, name) in names.enumerated() {
            #expect(table.index(of: name.utf8.span) == index)
            #expect(table.index(of: (name + "x").utf8.span) == nil)
        }
        #expect(table.index(of: "".utf8.span) == nil)
    }
}
