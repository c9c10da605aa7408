/// How long each of many calls took, in seconds.
public struct Latencies: Sendable {
    private var sorted: [Double]

    public init(_ seconds: [Double]) { sorted = seconds.sorted() }

    public var mean: Double { sorted.reduce(0, +) / Double(max(1, sorted.count)) }

    /// The time within which a share of the calls was answered, for instance 0.99 of them.
    public func percentile(_ share: Double) -> Double {
        guard let longest = sorted.last else { return 0 }
        let index = Int((share * Double(sorted.count)).rounded(.up)) - 1
        return sorted.indices.contains(index) ? sorted[index] : longest
    }

    /// The calls of several rounds together.
    public static func + (left: Latencies, right: Latencies) -> Latencies {
        Latencies(left.sorted + right.sorted)
    }
}
