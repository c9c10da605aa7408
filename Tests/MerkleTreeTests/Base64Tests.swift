import Foundation
import MerkleTree
import Testing

@Suite("Base64")
struct Base64Tests {
    @Test func `every length is written as Foundation writes it, and read back`() {
        for count in 0...100 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ count) }
            let text = Base64.encode(bytes)
            #expect(text == Data(bytes).base64EncodedString())
            #expect(Base64.decode(text.utf8) == bytes)
        }
    }

    @Test func `each text of up to four characters is read only if it is the one of its bytes`() {
        let characters = Array("AB/+g9=- \n".utf8)
        var texts: [[UInt8]] = [[]]
        for _ in 0..<4 {
            texts = texts.flatMap { text in characters.map { text + [$0] } } + texts
        }
        for text in texts {
            guard let bytes = Base64.decode(text) else { continue }
            #expect(Array(Base64.encode(bytes).utf8) == text)
        }
        #expect(Base64.decode("AA==".utf8) == [0])
        #expect(Base64.decode("AB==".utf8) == nil)
        #expect(Base64.decode("A===".utf8) == nil)
        #expect(Base64.decode("====".utf8) == nil)
    }
}
