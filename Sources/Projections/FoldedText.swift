import Foundation
import Orders

/// Text without case and accents, for finding words.
enum FoldedText {
    /// The text folded; ASCII is folded without Foundation, which is some fifty times slower.
    static func fold(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            guard byte < 0x80 else {
                let folded = text.folding(
                    options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive],
                    locale: nil
                )
                return Array(folded.lowercased().utf8)
            }
            bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        }
        return bytes
    }
}

/// Words that must all occur, each anywhere in a text or in one of several texts.
struct SearchWords: Sendable {
    private let words: [[UInt8]]

    init(_ text: String) {
        words = text.split(whereSeparator: \.isWhitespace).map { FoldedText.fold(String($0)) }
    }

    var isEmpty: Bool { words.isEmpty }

    /// Whether every word occurs in the text.
    func occur(in text: String) -> Bool {
        let folded = FoldedText.fold(text)
        return words.allSatisfy { folded.contains($0) }
    }

    /// A search over several texts, which together must hold every word.
    func search() -> Search { Search(missing: words) }

    /// Words that have not been found yet.
    struct Search {
        private(set) var missing: [[UInt8]]
        var isDone: Bool { missing.isEmpty }

        fileprivate init(missing: [[UInt8]]) { self.missing = missing }

        mutating func look(at text: String) {
            guard !missing.isEmpty, !text.isEmpty else { return }
            let folded = FoldedText.fold(text)
            missing.removeAll { folded.contains($0) }
        }

        /// Looks at every text in a JSON value; names of members are no texts.
        mutating func look(at value: JSONValue) {
            switch value {
            case .string(let text): look(at: text)
            case .array(let elements): for element in elements { look(at: element) }
            case .object(let members): for member in members { look(at: member.value) }
            case .null, .bool, .number: break
            }
        }
    }
}
