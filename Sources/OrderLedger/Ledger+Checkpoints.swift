import Audit
public import MerkleTree
import Projections

extension Ledger {
    /// Signs the tree over all records that are committed, keeps the signed head, and answers it.
    ///
    /// The root is made from the bytes of records that are read again. A head that was signed at
    /// this size before is answered with all signatures that were added to it.
    /// - Parameters:
    ///   - keys: the log's key, in a folder outside the ledger that knows what was signed last.
    ///   - extent: how much of the log is read again.
    ///   - report: hears of the progress; false cancels.
    /// - Throws: `refusedToSign` where the key signed a tree that this one does not continue,
    ///   `corrupted` where records and tree contradict each other, `busy` where somebody else is
    ///   signing, `cancelled`.
    /// - Complexity: O(records since the last signature), or O(records); syncs the key's folder
    ///   and the ledger.
    public func signCheckpoint(
        with keys: KeyFolder,
        rehashing extent: RehashExtent = .new,
        progress report: @escaping ProgressReport = { _, _ in true },
    ) throws(LedgerError) -> SignedCheckpoint {
        let progress = WorkProgress(total: try size(), report: report)
        return try store.signCheckpoint(with: keys, rehashing: extent, progress: progress)
    }

    /// The signed heads that the ledger keeps, smallest tree first.
    ///
    /// - Throws: `corrupted` where one of them cannot be read.
    /// - Complexity: O(heads); what they say is not checked, nor who signed.
    public func checkpoints() throws(LedgerError) -> [LedgerCheckpoint] {
        var checkpoints: [LedgerCheckpoint] = []
        for kept in try store.snapshot().checkpoints() { checkpoints.append(try .init(kept)) }
        return checkpoints
    }

    /// Adds signatures of witnesses to a checkpoint that is kept.
    ///
    /// - Parameters:
    ///   - file: a whole checkpoint with signatures under it, or only the lines of signatures as a
    ///     witness answers them.
    ///   - witnesses: the keys of those who may have signed; lines of others are left out.
    /// - Throws: `malformed` where the file is neither, or a signature of a known witness is false,
    ///   `noCheckpoint` where no kept checkpoint fits the file.
    public func addSignatures(
        _ file: [UInt8],
        of witnesses: [VerifierKey],
    ) throws(LedgerError) -> AddedSignatures {
        try store.addSignatures(file, of: witnesses)
    }

    /// Keeps a time-stamp response (RFC 3161) beside the checkpoint whose bytes it stamps.
    ///
    /// That the stamp is over those bytes is checked; who made it is not.
    /// - Returns: what the token says, and the size of the tree whose checkpoint it stamps.
    /// - Throws: `malformed` where the bytes are no such response, `noCheckpoint` where it stamps
    ///   no checkpoint that is kept.
    public func addToken(
        _ bytes: [UInt8]
    ) throws(LedgerError) -> (token: TimestampToken, size: UInt64) {
        try store.addToken(bytes)
    }
}

extension Ledger {
    /// The evidence for one event: its record's bytes, the way to the newest signed head that
    /// covers it, and that head.
    ///
    /// - Throws: `noCheckpoint` where no kept head covers it, `corrupted` where record and tree do
    ///   not lead to what was signed, `malformed` for a position that is none.
    /// - Complexity: O(log n) rows, at most some hundreds, and at most 511 records hashed.
    public func proof(of position: Position) throws(LedgerError) -> TLogProof {
        try store.proof(of: position.rawValue)
    }

    /// The evidence for an order's last event; otherwise as for a position.
    ///
    /// - Throws: also `noSuchOrder`.
    public func proof(of order: OrderID) throws(LedgerError) -> TLogProof {
        let snapshot = try store.snapshot()
        guard let ordinal = try snapshot.ordinal(of: order) else {
            throw LedgerError(.noSuchOrder, "there is no order \(order)")
        }
        return try store.proof(of: snapshot.head(of: ordinal).lastPosition)
    }

    private func size() throws(LedgerError) -> Int { Int(try store.snapshot().tail.position) }
}

/// A signed tree head as a ledger keeps it.
public struct LedgerCheckpoint: Sendable {
    /// The head, with all signatures under it; nothing says that they are good.
    public let head: SignedCheckpoint
    /// Time-stamp responses (RFC 3161) over it, as bytes.
    public let tokens: [[UInt8]]

    init(_ kept: KeptCheckpoint) throws(LedgerError) {
        do {
            head = try SignedCheckpoint(parsing: kept.note)
        } catch {
            throw LedgerError(
                .corrupted,
                "the checkpoint of \(kept.size) records is kept but cannot be read: "
                    + "\(error.message); run verify",
                underlying: error
            )
        }
        tokens = kept.tokens
    }
}
