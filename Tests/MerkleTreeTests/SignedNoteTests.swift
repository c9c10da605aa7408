import MerkleTree
import Testing

private let text = """
    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    """
private let peterLine =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpR"
    + "Zb6KE6RyyBwJnAM=\n"
private let enochLine =
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox3"
    + "3WWd1RvMc+QQ=\n"

@Suite("Signed notes")
struct SignedNoteTests {
    private let peter: VerifierKey
    private let enoch: VerifierKey

    init() throws {
        peter = try VerifierKey(PublishedKey.peter)
        enoch = try VerifierKey(PublishedKey.enoch)
    }

    private func note(_ text: String) throws(MerkleError) -> SignedNote {
        try SignedNote(parsing: Array(text.utf8))
    }

    private func refusal(_ text: String, _ keys: VerifierKey...) -> MerkleError.Code? {
        code { () throws(MerkleError) in try note(text).verify(by: keys) }?.code
    }

    @Test func `signing gives the published bytes`() throws {
        let key = try SigningKey(PublishedKey.peterSecret)
        let signature = try NoteSignature(of: Array(text.utf8), by: key)
        #expect(signature.line == peterLine)
    }

    @Test func `the example of the specification verifies`() throws {
        let note = try note(
            """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjO\
            BH3mFXmRKuwHjG1Yu72IneyaQM=

            """
        )
        try note.verify(by: [VerifierKey(PublishedKey.foo)])
        #expect(note.text == Array("This is an example message.\n".utf8))
    }

    @Test func `lines of unknown keys are kept and count for nothing`() throws {
        let note = try note(text + "\n" + peterLine + enochLine)
        #expect(note.signatures.count == 2)
        #expect(try note.verify(by: [peter]).map(\.name) == [peter.name])
        #expect(try note.verify(by: [peter, enoch]).map(\.name) == [peter.name, enoch.name])
        #expect(note.bytes == Array((text + "\n" + peterLine + enochLine).utf8))
        #expect(refusal(text + "\n" + peterLine) == .noKnownKey)
        #expect(refusal(text + "\n" + peterLine, enoch) == .noKnownKey)
        let nonsense = "— somebody AAAAAAAAAAAA\n"
        #expect(refusal(text + "\n" + nonsense + peterLine, peter) == nil)
    }

    @Test func `one false line of a known key refuses the whole note`() {
        let false1 = peterLine.replacing("x08go/Z", with: "x08go/Y")
        #expect(refusal(text + "\n" + false1, peter) == .badSignature)
        #expect(refusal(text + "\n" + enochLine + false1, peter, enoch) == .badSignature)
        #expect(refusal(text + "\n" + peterLine + false1, peter) == .badSignature)
        #expect(refusal(text + "\n" + false1 + enochLine, enoch) == nil)
        let short = "— PeterNeumann x08go/ZJ\n"
        #expect(refusal(text + "\n" + peterLine + short, peter) == .badSignature)
    }

    @Test func `a name counts with its key, not alone`() throws {
        let key = try SigningKey(name: peter.name, seed: Array(repeating: 9, count: 32))
        let bytes = Array(text.utf8)
        let other = try SignedNote(text: bytes, signatures: [NoteSignature(of: bytes, by: key)])
        let error = code { () throws(MerkleError) in try other.verify(by: [peter]) }
        #expect(error?.code == .noKnownKey)
    }

    @Test func `a hundred signatures are read and no more`() throws {
        #expect(try note(text + "\n" + repeated(peterLine, 16)).verify(by: [peter]).count == 16)
        #expect(refusal(text + "\n" + repeated(enochLine, 100), enoch) == nil)
        #expect(refusal(text + "\n" + repeated(enochLine, 101), enoch) == .malformed)
    }

    @Test func `the last blank line parts text and signatures`() throws {
        let note = try note("a\n\nb\n\n\n" + peterLine)
        #expect(note.text == Array("a\n\nb\n\n".utf8))
    }

    @Test func `what is no note is refused`() {
        let head = text + "\n"
        var texts: [String] = ["", "\n", "\n\n", text, head, peterLine, text + peterLine]
        texts += [
            "\u{1}\(head)\(peterLine)", "tab\t\(head)\(peterLine)", "\(text)\r\n\n\(peterLine)",
        ]
        texts += ["\(head)\(peterLine.dropLast())", "\(head)\(peterLine)Unexpected line.\n"]
        texts += ["\(head)\(peterLine)\n", "\(head)— PeterNeumann \n"]
        texts += ["\(head)— PeterNeumann x08g\n", "\(head)— PeterNeumann x08goy==\n"]
        let changes: [(String, String)] = [
            ("PeterNeumann", "Peter Neumann"), ("PeterNeumann", "Peter+Neumann"),
            ("PeterNeumann ", ""), ("AM=", "AM"), ("AM=", "AN="), ("AM=\n", "AM= \n"), ("—", "-"),
        ]
        for (old, new) in changes { texts.append(head + peterLine.replacing(old, with: new)) }
        for text in texts { #expect(refusal(text, peter) == .malformed, "\(text)") }
        let bytes = [0xFF] + Array((text + "\n" + peterLine).utf8)
        let error = code { () throws(MerkleError) in _ = try SignedNote(parsing: bytes) }
        #expect(error?.code == .malformed)
    }

    @Test func `every flipped bit of a note is refused`() {
        for (place, bytes) in flips(of: Array((text + "\n" + peterLine).utf8)) {
            let error = code { () throws(MerkleError) in
                try SignedNote(parsing: bytes).verify(by: [peter])
            }
            #expect(error != nil, "\(place)")
        }
    }

    @Test func `a text that ends without a line feed cannot be signed into another note`() throws {
        let key = try SigningKey(PublishedKey.peterSecret)
        for text in ["", "abc", "abc\n\n" + peterLine.dropLast(), "a\u{1}\n"] {
            let bytes = Array(text.utf8)
            let signature = try NoteSignature(of: bytes, by: key)
            let error = code { () throws(MerkleError) in
                _ = try SignedNote(text: bytes, signatures: [signature])
            }
            #expect(error?.code == .malformed, "\(text)")
        }
    }

    @Test func `the note of the golden file is written and read`() throws {
        let key = try SigningKey(
            name: KeyName("example.com/shop"),
            seed: Array(0..<32)
        )
        let bytes = Array("A note of two lines,\n\nwith a blank one between.\n".utf8)
        let note = try SignedNote(text: bytes, signatures: [NoteSignature(of: bytes, by: key)])
        try Fixture.expect(note.bytes, equal: "note")
        try Fixture.expect(Array("\(key.verifier)\n".utf8), equal: "log.vkey")
        #expect(try SignedNote(parsing: note.bytes) == note)
    }

    private func repeated(_ line: String, _ count: Int) -> String {
        String(repeating: line, count: count)
    }
}
