import Foundation

/// A generator of random numbers that repeats itself for a seed (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

extension SeededGenerator {
    /// The environment variable that fixes the seed of all random tests.
    public static let environmentVariable = "ORDERLEDGER_SEED"

    /// A seed from the environment, else a fresh one; printed, so that a failure can be repeated.
    public static func announcedSeed(for purpose: String) -> UInt64 {
        let given = ProcessInfo.processInfo.environment[environmentVariable].flatMap(UInt64.init)
        let seed = given ?? UInt64.random(in: 1 ... .max)
        print("\(purpose): \(environmentVariable)=\(seed)")
        return seed
    }

    /// True once in `denominator` times.
    public mutating func oneIn(_ denominator: Int) -> Bool {
        Int.random(in: 0..<denominator, using: &self) == 0
    }

    /// One of the elements, of which there must be some.
    public mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &self)]
    }
}
