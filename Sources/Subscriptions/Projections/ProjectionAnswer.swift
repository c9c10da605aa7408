import EventLog
import LMDB

/// Which version of a projection answers, which one did before, and up to which event effects were
/// carried out.
///
/// The mark belongs to the name and not to a version: so a new version begins behind the last
/// effect of the old one, and after a roll-back the old one behind the last of the new.
struct ProjectionAnswer: Sendable, Equatable {
    /// 0 until a version was complete.
    var version: UInt32 = 0
    /// What `rollBack` leads to; 0 where nothing answered before.
    var previous: UInt32 = 0
    /// The position up to which effects were carried out, or did not concern anybody.
    var mark: UInt64

    private static let byteCount = 16

    static func key(_ projection: String) -> [UInt8] {
        Array("\(ProjectionBuild.prefix)\(projection)".utf8)
    }

    /// - Returns: nothing where the ledger has no projection of that name.
    static func read(
        _ projection: String,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> ProjectionAnswer? {
        do {
            guard let bytes = try transaction.get(.main, key(projection).span) else { return nil }
            guard bytes.count == byteCount else {
                throw LMDBError(
                    .corrupted,
                    operation: "read",
                    detail: "the row of projection \(projection) has \(bytes.count) bytes"
                )
            }
            return ProjectionAnswer(
                version: bytes.uint32(at: 0),
                previous: bytes.uint32(at: 4),
                mark: bytes.uint64(at: 8)
            )
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    /// The same where there must be one.
    ///
    /// - Throws: `noSuchProjection`.
    static func require(
        _ projection: String,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> ProjectionAnswer {
        if let answer = try read(projection, in: transaction) { return answer }
        throw LedgerError(
            .noSuchProjection,
            "the ledger has no projection named \(projection): build or run it first"
        )
    }

    func write(
        _ projection: String,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(version)
        bytes.appendLittleEndian(previous)
        bytes.appendLittleEndian(mark)
        do {
            try transaction.put(.main, Self.key(projection), bytes)
        } catch {
            throw LedgerError(error)
        }
    }
}
