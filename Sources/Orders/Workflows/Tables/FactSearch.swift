/// Finds facts that an order can have and that pass one test and fail others, or proves that
/// there are none.
///
/// The question is put as clauses over the facts that rows name and answered by trying values
/// (Davis, Putnam, Logemann, Loveland 1962), so an answer is exact. Tables are small: what takes
/// time in the worst case takes microseconds here.
struct FactSearch {
    /// A fact or its absence: the number of a variable from 1, negative where it must not hold.
    private typealias Literal = Int

    /// What holds of every order, and of what a workflow reads into it.
    private var clauses: [[Int]] = []
    /// The variable of each fact as the workflow reads it; the same as the fact's own where no
    /// derivation gives it.
    private var readVariables = Array(1...64)
    private var variableCount = 64

    init(derivations: [DerivationRow]) {
        for implication in FactSet.implications {
            let missing = Self.bits(implication.facts).map { -($0 + 1) }
            clauses += Self.bits(implication.implied).map { missing + [$0 + 1] }
        }
        derive(derivations)
    }

    /// A read fact holds where it holds by itself or a derivation that gives it matches.
    private mutating func derive(_ derivations: [DerivationRow]) {
        var givers: [Int: [Literal]] = [:]
        for row in derivations {
            let giver = addVariable()
            let test = Self.literals(row.test) { $0 + 1 }
            clauses += test.map { [-giver, $0] }
            clauses.append(test.map { -$0 } + [giver])
            for bit in Self.bits(row.facts) { givers[bit, default: []].append(giver) }
        }
        for (bit, givers) in givers.sorted(by: { $0.key < $1.key }) {
            let read = addVariable()
            let sources = [bit + 1] + givers
            clauses += sources.map { [-$0, read] }
            clauses.append(sources + [-read])
            readVariables[bit] = read
        }
    }

    private mutating func addVariable() -> Int {
        variableCount += 1
        return variableCount
    }

    /// Facts of an order that pass all of some tests and none of others, as the workflow reads
    /// them; nothing where no order has such facts.
    ///
    /// - Complexity: exponential in the facts that the tests name, at worst; linear for tables
    ///   that people write.
    func facts(passing passed: [FactTest], failing failed: [FactTest]) -> FactSet? {
        var clauses = clauses
        for test in passed { clauses += literals(test).map { [$0] } }
        for test in failed { clauses.append(literals(test).map { -$0 }) }
        var values = [Int8](repeating: 0, count: variableCount + 1)
        guard Self.solve(clauses, clauses.indices.map(\.self), &values) else { return nil }
        return readVariables.indices.reduce(into: FactSet()) { facts, bit in
            if values[readVariables[bit]] > 0 { facts.insert(FactSet(rawValue: 1 << UInt64(bit))) }
        }
    }

    private func literals(_ test: FactTest) -> [Literal] {
        Self.literals(test) { readVariables[$0] }
    }

    private static func literals(_ test: FactTest, _ variable: (Int) -> Int) -> [Literal] {
        bits(test.required).map(variable) + bits(test.forbidden).map { -variable($0) }
    }

    private static func bits(_ facts: FactSet) -> [Int] {
        (0..<64).filter { facts.rawValue & (1 << UInt64($0)) != 0 }
    }
}

extension FactSearch {
    /// What a clause says under the values that are given so far.
    private enum Reading {
        case met
        case broken
        /// One literal is left, which must hold.
        case forced(Int)
        /// Two or more are left; the first of them.
        case open(Int, count: Int)
    }

    /// Completes values so that all open clauses are met; where that is impossible, returns false.
    private static func solve(_ clauses: [[Int]], _ open: [Int], _ values: inout [Int8]) -> Bool {
        var open = open
        var choice: (literal: Int, count: Int)?
        var isSettled = false
        while !isSettled {
            isSettled = true
            choice = nil
            var left: [Int] = []
            for index in open {
                switch read(clauses[index], values) {
                case .met: break
                case .broken: return false
                case .forced(let literal):
                    set(literal, &values)
                    isSettled = false
                case .open(let literal, let count):
                    left.append(index)
                    if count < choice?.count ?? .max { choice = (literal, count) }
                }
            }
            open = left
        }
        guard let choice else { return true }
        // An order with few facts makes the better example.
        for literal in [-abs(choice.literal), abs(choice.literal)] {
            var trial = values
            set(literal, &trial)
            guard solve(clauses, open, &trial) else { continue }
            values = trial
            return true
        }
        return false
    }

    private static func read(_ clause: [Int], _ values: [Int8]) -> Reading {
        var first = 0
        var count = 0
        for literal in clause {
            let value = values[abs(literal)]
            if value == 0 {
                if count == 0 { first = literal }
                count += 1
            } else if (value > 0) == (literal > 0) {
                return .met
            }
        }
        switch count {
        case 0: return .broken
        case 1: return .forced(first)
        default: return .open(first, count: count)
        }
    }

    private static func set(_ literal: Int, _ values: inout [Int8]) {
        values[abs(literal)] = literal > 0 ? 1 : -1
    }
}
