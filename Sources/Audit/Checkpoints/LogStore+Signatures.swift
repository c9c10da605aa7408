package import EventLog
public import MerkleTree

/// What became of signatures that were to be added to a checkpoint.
public struct AddedSignatures: Sendable {
    /// The checkpoint, with all signatures that it has now.
    public let checkpoint: SignedCheckpoint
    /// Who signed what was added; nobody where it was there before.
    public let added: [NoteSignature]
    /// Signatures that were left out, for the keys of those who made them were not given.
    public let unknown: [NoteSignature]
}

extension LogStore {
    /// Adds signatures of witnesses to a checkpoint that is kept, and keeps the keys of those who
    /// signed, by which `verify` looks at them from then on.
    ///
    /// - Parameters:
    ///   - file: a whole checkpoint with signatures under it, or only the lines of signatures as a
    ///     witness answers them.
    ///   - witnesses: the keys of those who may have signed; lines of others are left out.
    /// - Throws: `malformed` where the file is neither, or a signature of a known witness is false,
    ///   `noCheckpoint` where no kept checkpoint fits the file.
    package func addSignatures(
        _ file: [UInt8],
        of witnesses: [VerifierKey],
    ) throws(LedgerError) -> AddedSignatures {
        let offer = try SignatureOffer(file)
        for kept in try snapshot().checkpoints().reversed() {
            guard let head = try? SignedCheckpoint(parsing: kept.note),
                try offer.fits(head, witnesses)
            else { continue }
            return try add(offer, to: kept, witnesses)
        }
        throw LedgerError(
            .noCheckpoint,
            "no checkpoint that is kept has this text, or was signed by these witnesses"
        )
    }

    private func add(
        _ offer: SignatureOffer,
        to kept: KeptCheckpoint,
        _ witnesses: [VerifierKey],
    ) throws(LedgerError) -> AddedSignatures {
        var outcome: AddedSignatures?
        try keepCheckpoints(ofSize: kept.size) { (all) throws(LedgerError) in
            guard let index = all.firstIndex(where: { $0.number == kept.number }) else { return }
            let added = try offer.added(to: all[index].note, witnesses)
            all[index].note = added.checkpoint.bytes
            outcome = added
        }
        guard let outcome else {
            throw LedgerError(.noCheckpoint, "the checkpoint is not kept any more: try again")
        }
        for key in witnesses where outcome.added.contains(where: key.claims) {
            try keepKey(Array(key.description.utf8))
        }
        return outcome
    }
}

/// Signatures that somebody hands in, with the text that they are said to be over.
private struct SignatureOffer {
    /// The text of the note; nothing where the file has lines of signatures only.
    private let text: [UInt8]?
    private let lines: [NoteSignature]

    init(_ file: [UInt8]) throws(LedgerError) {
        do throws(MerkleError) {
            if file.starts(with: Array("\u{2014} ".utf8)) {
                text = nil
                var lines: [NoteSignature] = []
                for line in file.split(separator: UInt8(ascii: "\n")) {
                    lines.append(try NoteSignature(parsing: Array(line)))
                }
                self.lines = lines
            } else {
                let note = try SignedNote(parsing: file)
                text = note.text
                lines = note.signatures
            }
        } catch {
            throw LedgerError(error)
        }
    }

    /// Whether the signatures are meant for a head: by their text, or where there is none by what
    /// the first known witness signed.
    func fits(_ head: SignedCheckpoint, _ witnesses: [VerifierKey]) throws(LedgerError) -> Bool {
        if let text { return text == head.note.text }
        guard let (line, key) = known(witnesses).first else {
            throw LedgerError(
                .malformed,
                "none of the signatures is of a witness whose key was given: name it by --witness"
            )
        }
        return (try? head.adding(line, of: key)) != nil
    }

    func added(
        to note: [UInt8],
        _ witnesses: [VerifierKey],
    ) throws(LedgerError) -> AddedSignatures {
        do throws(MerkleError) {
            let before = try SignedCheckpoint(parsing: note)
            var head = before
            for (line, key) in known(witnesses) { head = try head.adding(line, of: key) }
            let there = before.note.signatures
            return AddedSignatures(
                checkpoint: head,
                added: Array(head.note.signatures.dropFirst(there.count)),
                unknown: lines.filter { line in
                    !there.contains(line) && self.key(of: line, witnesses) == nil
                }
            )
        } catch {
            throw LedgerError(error)
        }
    }

    private func known(_ witnesses: [VerifierKey]) -> [(NoteSignature, VerifierKey)] {
        lines.compactMap { line in key(of: line, witnesses).map { (line, $0) } }
    }

    private func key(of line: NoteSignature, _ witnesses: [VerifierKey]) -> VerifierKey? {
        witnesses.first { $0.claims(line) }
    }
}

extension VerifierKey {
    /// Whether a line bears the key's name and id.
    func claims(_ line: NoteSignature) -> Bool { name == line.name && id == line.id }
}
