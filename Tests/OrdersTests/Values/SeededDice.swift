import Foundation
import Testing

/// Random choices that come out the same for the same seed.
struct SeededDice: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// The seed of ORDERS_SEED where it is set, else the given one; printed either way.
    static func rolled(_ fallback: UInt64, for test: String) -> SeededDice {
        let given = ProcessInfo.processInfo.environment["ORDERS_SEED"].flatMap { UInt64($0) }
        let seed = given ?? fallback
        print("seed \(seed): \(test)")
        return SeededDice(seed: seed)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func happens(oneIn chances: Int) -> Bool { number(1...chances) == 1 }

    mutating func maybe<Value>(_ make: (inout SeededDice) -> Value) -> Value? {
        happens(oneIn: 2) ? make(&self) : nil
    }

    /// Text with all that JSON and UTF-8 make difficult.
    mutating func text() -> String {
        let pieces = [
            "a", "Z", "7", " ", "\"", "\\", "/", "\n", "\t", "\u{1}", "\u{7F}", "é", "e\u{301}",
            "ß", "€", "\u{2028}", "\u{FFFD}", "𝄞", "👩‍👩‍👧", "\u{10FFFF}", "{", "}", ",",
        ]
        return (0..<number(0...12)).map { _ in pick(pieces) }.joined()
    }
}
