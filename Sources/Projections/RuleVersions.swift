package import EventLog
import Orders

/// The rules of a ledger in the course of its log, for somebody who goes through it in order.
package struct RuleVersions: Sendable {
    /// Those that differ from the ones before them, by position.
    private var versions: [LedgerRules]
    private var place = 0

    /// The rules before the first record.
    init(from first: LedgerRules) { versions = [first] }

    /// Adds what another record of the ledger's own stream has led to.
    mutating func append(_ rules: LedgerRules) {
        // Most of its records, such as those of erasures, say nothing of the rules.
        let newest = versions[versions.count - 1]
        if rules.settings != newest.settings
            || rules.workflows.all.count != newest.workflows.all.count
        {
            versions.append(rules)
        }
    }

    /// The rules that stood before a record, which is not before the last one that was asked for.
    @inline(__always)
    package mutating func rules(before position: UInt64) -> LedgerRules {
        while place + 1 < versions.count, versions[place + 1].position < position { place += 1 }
        return versions[place]
    }
}
