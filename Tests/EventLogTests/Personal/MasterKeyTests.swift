import LedgerTesting
import Orders
import Testing

@testable import EventLog

@Suite
struct `A master key` {
    private let master = MasterKey(generation: 7)
    private let id = KeyID(.customer("C-1"), since: 12)

    @Test
    func `is read from its file as it was made`() throws {
        let read = try #require(MasterKey(file: master.file, generation: 7))
        let secret = Array(0..<32 as Range<UInt8>)
        let wrapped = try master.wrap(secret, of: id, nonce: SealedFixture.nonce)
        #expect(try read.unwrap(wrapped[...], of: id) == secret)
        #expect(read.isProved(by: try master.proof()))
        #expect(String(decoding: master.file, as: UTF8.self).hasPrefix("orderledger master key 7 "))
    }

    @Test
    func `is not read from a file of another generation, nor from one cut or changed`() {
        #expect(MasterKey(file: master.file, generation: 8) == nil)
        for count in 0..<master.file.count {
            #expect(MasterKey(file: Array(master.file[..<count]), generation: 7) == nil)
        }
        #expect(MasterKey(file: master.file + [0x41], generation: 7) == nil)
        #expect(MasterKey(file: Array("key 7 00\n".utf8), generation: 7) == nil)
    }

    @Test
    func `is told from another by its proof`() throws {
        let other = MasterKey(generation: 7)
        #expect(!other.isProved(by: try master.proof()))
        #expect(!master.isProved(by: []))
    }

    @Test
    func `unwraps no key under another id, generation or master`() throws {
        let secret = [UInt8](repeating: 1, count: 32)
        let wrapped = try master.wrap(secret, of: id, nonce: SealedFixture.nonce)[...]
        let otherID = KeyID(.customer("C-1"), since: 13)
        #expect(throws: LedgerError(.corrupted, "")) { try master.unwrap(wrapped, of: otherID) }
        let other = MasterKey(generation: 7)
        #expect(throws: LedgerError(.corrupted, "")) { try other.unwrap(wrapped, of: id) }
        let text = String(decoding: master.file, as: UTF8.self).replacing(" 7 ", with: " 8 ")
        let later = try #require(MasterKey(file: Array(text.utf8), generation: 8))
        #expect(throws: LedgerError(.corrupted, "")) { try later.unwrap(wrapped, of: id) }
    }

    @Test(arguments: [
        ("master.1.key", 1), ("master.40.key", 40), ("master.01.key", nil), ("master..key", nil),
        ("data.mdb", nil), ("master.1.key.old", nil), ("master.-1.key", nil),
    ])
    func `has a file name that tells its generation`(name: String, generation: UInt32?) {
        #expect(MasterKey.generation(ofFileNamed: name) == generation)
    }

    @Test
    func `is told nobody but the owner by the mode of its file`() throws {
        let ledger = try TemporaryLedger()
        let names = try ledger.folderEntries
        #expect(names == ["data.mdb", "lock.mdb", "master.1.key"])
        #expect(try ledger.mode(of: "master.1.key") == 0o600)
        let plain = try TemporaryLedger(isPlain: true)
        #expect(try plain.folderEntries == ["data.mdb", "lock.mdb"])
    }
}
