import LedgerTesting
import Orders
import Testing

@testable import Audit

@Suite struct `Values of a snapshot's line` {
    private func written(_ body: (inout LineWriter) -> Void) -> String {
        var writer = LineWriter(reserving: 3)
        body(&writer)
        return String(decoding: writer.take(), as: UTF8.self)
    }

    @Test func `numbers have all their digits and no others`() {
        var values: [UInt64] = [0, 1, 9, .max, .max - 1, 9_999_999_999_999_999_999]
        var power: UInt64 = 10
        for _ in 0..<19 {
            values += [power - 1, power, power + 1]
            power = power.multipliedReportingOverflow(by: 10).partialValue
        }
        for value in values { #expect(written { $0.number(value) } == "\(value)") }
    }

    @Test func `amounts are spelled as money is, in every currency`() {
        for currency in Currency.all {
            for units: Int64 in [0, 1, -1, 9, 10, 99, 100, 101, 12_345, -98_765, .max, .min] {
                let money = Money(minorUnits: units, currency: currency)
                #expect(written { $0.amount(units, currency) } == "\"\(money.amountText)\"")
            }
        }
        #expect(written { $0.amount(nil, Currency(code: "EUR")) } == "null")
        #expect(written { $0.amount(1, nil) } == "null")
    }

    @Test func `times are spelled as timestamps are, on whichever day and side of 1970`() {
        let seed = SeededGenerator.announcedSeed(for: "times of lines")
        var random = SeededGenerator(seed: seed)
        var times: [Int64] = [0, -1, 1, 999, 1_000, 1_000_000, -86_400_000_000, 86_399_999_999]
        for _ in 0..<2_000 {
            let time = Int64.random(
                in: -62_167_219_200_000_000...253_402_300_799_999_999,
                using: &random
            )
            times += [time, time / 1_000 * 1_000, time / 1_000_000 * 1_000_000]
        }
        var writer = LineWriter(reserving: 0)
        for time in times { writer.time(Timestamp(microseconds: time)) }
        writer.time(nil)
        let expected =
            times.map { "\"\(Timestamp(microseconds: $0).description)\"" }.joined() + "null"
        #expect(String(decoding: writer.take(), as: UTF8.self) == expected)
    }

    @Test func `strings are escaped as JSON has it`() {
        for text in ["", "plain", "a\"b", "back\\slash", "\u{1}\n\t", "é€𝄞", "a\u{7F}b"] {
            #expect(
                written { $0.string(text) }
                    == String(decoding: JSONValue.string(text).json, as: UTF8.self)
            )
        }
    }

    @Test func `members stand without the brackets of their object`() {
        let text = written { writer in
            writer.word(.end)
            writer.members { members in
                members.key("a")
                members.integer(1)
                members.key("b")
                members.null()
            }
            writer.word(.comma)
        }
        #expect(text == "}\n" + #""a":1,"b":null,"#)
    }
}
