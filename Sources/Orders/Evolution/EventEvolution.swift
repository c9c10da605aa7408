/// How the data of events changed from version to version of their types, and how older data is
/// read.
///
/// An event keeps the bytes and the version that it was recorded with for ever. Whoever reads it
/// gets its data as the newest version has it: the steps are taken one after the other, from the
/// version that was recorded to the last one. What is newer than that, and what nobody said
/// anything about, stays as it is and says so.
///
/// The ledger's own types change with the build (`builtIn`); types of your own with the steps that
/// you give.
///
/// ```swift
/// let evolution = try EventEvolution([
///     EventEvolution.Step("com.example.weighed", from: 1) { data in
///         data.merged(with: .object([.init("unit", .string("kg"))]))
///     }
/// ])
/// ```
public struct EventEvolution: Sendable {
    /// What makes data of one version of a type into data of the next.
    public struct Step: Sendable {
        /// The type's word, as `StoredEvent.type` has it.
        public let type: String
        /// The version that it begins with; it leads to the one after it.
        public let version: UInt8
        let change: @Sendable (JSONValue) throws -> JSONValue

        /// A step from one version of a type to the next.
        ///
        /// - Parameters:
        ///   - type: the type's word.
        ///   - version: the version to begin with, from 1.
        ///   - change: makes the data anew. It must answer the same at any time and on any
        ///     machine, and bear that personal members are absent: they may have been erased.
        public init(
            _ type: String,
            from version: UInt8,
            _ change: @escaping @Sendable (JSONValue) throws -> JSONValue
        ) {
            self.type = type
            self.version = version
            self.change = change
        }
    }

    /// The steps of each type; the one from version n stands at n - 1.
    private let chains: [String: [Step]]
    /// The newest version of each type that this build has, by its code; 0 for other codes.
    private let newest: [UInt8]

    /// What this build itself knows: each of the ledger's own types has one version so far.
    public static let builtIn = EventEvolution(chains: [:])

    /// The built-in evolution, and that of types of one's own.
    ///
    /// - Throws: `badName` where a step is of one of the ledger's own types, `duplicate` where two
    ///   steps begin with the same version of a type, `missing` where a version is left out.
    public init(_ steps: [Step]) throws(DataError) {
        if let step = steps.first(where: { EventType(name: $0.type) != .unknown }) {
            throw DataError(
                .badName,
                message: "\(step.type) is a type of the ledger's own: it changes with the build"
            )
        }
        try self.init(ofAny: steps)
    }

    /// An evolution of any types: what a later build would bring along.
    package init(ofAny steps: [Step]) throws(DataError) {
        var chains: [String: [Step]] = [:]
        for (type, own) in Dictionary(grouping: steps, by: \.type) {
            chains[type] = try Self.chain(own, of: type)
        }
        self.init(chains: chains)
    }

    private init(chains: [String: [Step]]) {
        self.chains = chains
        var newest = [UInt8](repeating: 0, count: 256)
        for type in EventType.allCases where type != .unknown {
            newest[Int(type.rawValue)] = UInt8(1 + (chains[type.name]?.count ?? 0))
        }
        self.newest = newest
    }

    /// The steps of a type in their order, without a gap from version 1 on.
    private static func chain(_ steps: [Step], of type: String) throws(DataError) -> [Step] {
        let chain = steps.sorted { $0.version < $1.version }
        for (index, step) in chain.enumerated() {
            let expected = index + 1
            if Int(step.version) < expected, index > 0 {
                throw DataError(
                    .duplicate,
                    message: "two steps begin with version \(step.version) of \(type): keep one"
                )
            }
            guard step.version == expected, step.version < .max else {
                throw DataError(
                    .missing,
                    message: "no step begins with version \(expected) of \(type): the steps lead "
                        + "from version 1 on without a gap"
                )
            }
        }
        return chain
    }
}

extension EventEvolution {
    /// The newest version of one of the ledger's own types.
    @inline(__always)
    package func newestVersion(of type: EventType) -> UInt8 { newest[Int(type.rawValue)] }

    /// Whether a version is the newest of the type with a code; a version of 0 was never told
    /// from 1.
    package func isNewest(_ version: UInt8, ofCode code: UInt8) -> Bool {
        newest[Int(code)] == max(1, version)
    }

    /// The newest version of a type; nothing where nobody said anything about the type.
    public func newestVersion(of type: String) -> UInt8? {
        let own = EventType(name: type)
        if own != .unknown { return newestVersion(of: own) }
        return chains[type].map { UInt8($0.count + 1) }
    }

    /// How an event of a type and a version stands to what is known.
    public func familiarity(of type: String, version: UInt8) -> EventFamiliarity {
        guard let newest = newestVersion(of: type) else { return .unknown }
        if version > newest { return .newer(than: newest) }
        // A version of 0 was never told from 1.
        return max(1, version) < newest ? .older(than: newest) : .current
    }

    /// Data as the newest version of its type has it; the same bytes where no step is to be taken.
    ///
    /// - Throws: `malformed` where the data is no JSON, and where a step fails.
    /// - Complexity: O(bytes) for each step.
    package func upcast(
        _ data: [UInt8],
        in range: Range<Int>? = nil,
        of type: String,
        from version: UInt8
    ) throws(DataError) -> [UInt8] {
        let range = range ?? data.indices
        let first = max(1, Int(version)) - 1
        guard let chain = chains[type], first < chain.count else { return Array(data[range]) }
        var value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(json: data, in: range)
        } catch {
            throw DataError(error, origin: range.lowerBound)
        }
        for step in chain[first...] {
            do {
                value = try step.change(value)
            } catch {
                throw DataError(
                    .malformed,
                    message: "the step from version \(step.version) of \(type) failed: \(error)"
                )
            }
        }
        return value.json
    }
}
