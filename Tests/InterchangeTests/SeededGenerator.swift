/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    /// Letters and digits.
    mutating func word(_ count: Int) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        return String(
            (0..<count).map { _ in letters[Int.random(in: letters.indices, using: &self)] }
        )
    }

    /// Text with everything that a writer must escape or keep.
    mutating func text(_ maximum: Int) -> String {
        let pieces = [
            "a", "Z", " ", "\"", "\\", "/", "\n", "\t", "\u{1}", "\u{7F}", "ä", "é", "e\u{301}",
            "€",
            "日", "😀", "]", "}", ",", ":", "{", "[", "\u{2028}", "null",
        ]
        return (0..<Int.random(in: 0...maximum, using: &self))
            .map { _ in pieces[Int.random(in: pieces.indices, using: &self)] }.joined()
    }
}
