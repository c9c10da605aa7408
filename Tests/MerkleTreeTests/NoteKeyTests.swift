import MerkleTree
import Testing

/// Keys that others published.
enum PublishedKey {
    static let peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let peterSecret =
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    static let enoch = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
    static let foo = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    static let testdata =
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
    static let all = [peter, enoch, foo, testdata]
}

@Suite("Keys of logs and witnesses")
struct NoteKeyTests {
    @Test(arguments: PublishedKey.all)
    func `published keys are read and written`(text: String) throws {
        #expect(try VerifierKey(text).description == text)
    }

    @Test(arguments: PublishedKey.all)
    func `no part of a key, and no key with one byte raised, is a key`(text: String) {
        let bytes = Array(text.utf8)
        for start in bytes.indices {
            for end in start + 1...bytes.count where end - start < bytes.count {
                #expect(isNoKey(Array(bytes[start..<end])))
            }
        }
        for index in bytes.indices {
            var other = bytes
            other[index] += 1
            #expect(isNoKey(other))
        }
        for (place, flipped) in flips(of: bytes) { #expect(isNoKey(flipped), "\(place)") }
    }

    @Test func `a key of another length or kind is refused though its id fits`() {
        let long = "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="
        let kind = "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        #expect(isNoKey(Array(long.utf8)))
        #expect(isNoKey(Array(kind.utf8)))
    }

    @Test func `the public key follows from the secret one`() throws {
        let key = try SigningKey(PublishedKey.peterSecret)
        #expect(key.verifier.description == PublishedKey.peter)
        #expect(key.secretText == PublishedKey.peterSecret)
    }

    @Test func `no part of a secret key, and none with one byte raised, is a key`() {
        let bytes = Array(PublishedKey.peterSecret.utf8)
        func isRefused(_ bytes: some Sequence<UInt8>) -> Bool {
            let text = String(decoding: Array(bytes), as: UTF8.self)
            return code { () throws(MerkleError) in _ = try SigningKey(text) }?.code == .badKey
        }
        for start in bytes.indices {
            for end in start + 1...bytes.count where end - start < bytes.count {
                #expect(isRefused(bytes[start..<end]))
            }
        }
        for index in bytes.indices {
            var other = bytes
            other[index] += 1
            #expect(isRefused(other))
        }
    }

    @Test func `new keys differ and sign`() throws {
        let name = try KeyName("example.com/shop")
        let keys = [try SigningKey.random(name: name), try SigningKey.random(name: name)]
        #expect(keys[0].secretText != keys[1].secretText)
        for key in keys {
            let text = Array("hi\n".utf8)
            let note = try SignedNote(text: text, signatures: [NoteSignature(of: text, by: key)])
            try note.verify(by: [key.verifier])
            #expect(try SigningKey(key.secretText).verifier == key.verifier)
        }
    }

    @Test(arguments: ["", "a b", "a+b", "a\u{00A0}b", "a\u{3000}b", "a\tb", "a\nb", "a\u{0085}"])
    func `names with spaces, plus signs or controls are none`(name: String) {
        #expect(code { () throws(MerkleError) in _ = try KeyName(name) }?.code == .badKey)
    }

    @Test func `two spellings of one letter are two names`() throws {
        #expect(try KeyName("caf\u{E9}") != KeyName("cafe\u{301}"))
        #expect(try KeyName("caf\u{E9}") == KeyName("caf\u{E9}"))
    }

    private func isNoKey(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return true }
        return code { () throws(MerkleError) in _ = try VerifierKey(text) }?.code == .badKey
    }
}
