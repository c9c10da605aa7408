package import EventLog
import MerkleTree
import Orders
package import Projections

extension LogStore {
    /// Makes a snapshot anew from the log, and compares it with one that is kept.
    ///
    /// - Parameter each: hears of each difference; the kept snapshot is the first of the two.
    /// - Throws: `noSuchLedger` where there is no snapshot, `malformed` where its manifest cannot
    ///   be read, `newerFormat`, `cancelled`, `corrupted`, and what `each` throws.
    /// - Complexity: O(events); memory for a few windows of orders, however many there are.
    package func verifySnapshot(
        at path: String,
        windowOrders: Int? = nil,
        progress: WorkProgress = .silent,
        each: @escaping (SnapshotDifference) throws -> Void,
    ) throws -> SnapshotReport {
        let folder = SnapshotFolder(path: path)
        let kept = try StoredManifest(in: folder)
        var comparison = SnapshotComparison(each)
        let last = try snapshot().tail.position
        guard kept.ledger == genesis.ledgerID, kept.position <= last else {
            try comparison.reportForeign(kept, ledger: genesis.ledgerID, last: last)
            return comparison.report(at: kept.position)
        }
        let scratch = try ScratchFolder(in: ScratchFolder.temporary)
        defer { scratch.remove() }
        let twin = SnapshotFolder(path: scratch.path + "/snapshot")
        let manifest = try createSnapshot(
            at: twin.path,
            asOf: Position(kept.position),
            windowOrders: windowOrders,
            progress: progress
        )
        try comparison.compare(kept, with: manifest)
        try comparison.compareLines(of: folder, and: twin)
        return comparison.report(at: kept.position)
    }
}

/// Compares two snapshots, whichever ledgers they are of.
///
/// - Parameter each: hears of each difference.
/// - Throws: as `LogStore.verifySnapshot`.
/// - Complexity: O(bytes of both); memory for a line of each.
package func compareSnapshots(
    _ first: String,
    _ second: String,
    each: @escaping (SnapshotDifference) throws -> Void,
) throws -> SnapshotReport {
    let old = SnapshotFolder(path: first)
    let new = SnapshotFolder(path: second)
    var comparison = SnapshotComparison(each)
    let before = try StoredManifest(in: old)
    let after = try StoredManifest(in: new)
    try comparison.compare(before.value, after.value)
    if let digests = try comparison.compareLines(of: old, and: new) {
        try comparison.checkDigest(digests.first, of: old, before)
        try comparison.checkDigest(digests.second, of: new, after)
    }
    return comparison.report(at: after.position)
}

extension SnapshotComparison {
    func report(at position: UInt64) -> SnapshotReport {
        SnapshotReport(position: position, orders: orders, differences: differences)
    }

    /// Names why a snapshot cannot be one of this ledger as it stands.
    mutating func reportForeign(
        _ kept: StoredManifest,
        ledger: String,
        last: UInt64
    ) throws {
        guard kept.ledger == ledger else {
            return try report(
                .manifest,
                nil,
                [
                    FieldChange(
                        field: "ledger",
                        before: .string(kept.ledger),
                        after: .string(ledger)
                    )
                ],
                "the snapshot is of another ledger, \(kept.ledger)"
            )
        }
        try report(
            .manifest,
            nil,
            [
                FieldChange(
                    field: "position",
                    before: .number("\(kept.position)"),
                    after: .number("\(last)")
                )
            ],
            "the snapshot shows position \(kept.position), but this ledger ends at \(last): "
                + "an older copy of it was restored"
        )
    }

    mutating func compare(
        _ kept: StoredManifest,
        with manifest: SnapshotManifest
    ) throws {
        let bytes = manifest.bytes
        let before = differences
        try compare(kept.value, JSONValue(json: bytes))
        guard differences == before, kept.bytes != bytes else { return }
        try report(.manifest, nil, [], "the manifest is spelled in another way")
    }

    /// Names lines that are not those of which their manifest speaks.
    mutating func checkDigest(
        _ digest: String,
        of folder: SnapshotFolder,
        _ manifest: StoredManifest
    ) throws {
        guard manifest.value["lines"]?["sha256"] != .string(digest) else { return }
        try report(
            .manifest,
            nil,
            [],
            "the lines of \(folder.path) are not those of its manifest: one of the two was altered"
        )
    }

    /// Names the members in which two manifests differ.
    mutating func compare(_ before: JSONValue, _ after: JSONValue) throws {
        for change in FieldChange.changes(from: before, to: after) {
            try report(.manifest, nil, [change], Self.sentence(for: change))
        }
    }

    private static func sentence(for change: FieldChange) -> String {
        let text = { String(decoding: ($0 as JSONValue).json, as: UTF8.self) }
        let values = "\(text(change.before)) against \(text(change.after))"
        return switch change.field {
        case "root": "the records are not the same: the roots are \(values)"
        case "lines.sha256": "the lines are not the same: their SHA-256 is \(values)"
        default: "\(change.field) is \(values)"
        }
    }

    /// Compares the lines of two folders.
    ///
    /// - Returns: the SHA-256 of each file; nothing where one of them could not be read.
    @discardableResult
    mutating func compareLines(
        of first: SnapshotFolder,
        and second: SnapshotFolder
    ) throws -> (first: String, second: String)? {
        for folder in [first, second] where !SnapshotFolder.exists(folder.lines) {
            let sentence = "\(folder.path) has no \(SnapshotFolder.linesName)"
            try report(.unreadable, nil, [], sentence)
            return nil
        }
        var old = try SnapshotLineReader(reading: first.lines)
        var new = try SnapshotLineReader(reading: second.lines)
        defer {
            old.close()
            new.close()
        }
        return try compare(&old, &new) ? (old.digest, new.digest) : nil
    }
}
