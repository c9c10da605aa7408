import Foundation
import OrderLedger

/// Public keys as the command line names them: the text of one, or a file with one a line.
enum GivenKeys {
    /// - Throws: a failure that says what is wrong with a key, or that there is no such file.
    static func read(_ words: [String]) throws -> [VerifierKey] {
        try words.flatMap { word in
            if let key = try? VerifierKey(word) { return [key] }
            guard let text = try? String(contentsOfFile: word, encoding: .utf8) else {
                throw CommandFailure(
                    .missing,
                    "--key \(word) is no key (name+id+base64), and there is no such file"
                )
            }
            return try keys(in: text, of: word)
        }
    }

    private static func keys(in text: String, of file: String) throws -> [VerifierKey] {
        let lines = text.split(separator: "\n")
        guard !lines.isEmpty else { throw CommandFailure(.malformed, "\(file) holds no key") }
        do {
            return try lines.map { try VerifierKey(String($0)) }
        } catch let error as MerkleError {
            throw CommandFailure(.malformed, "\(file): \(error.message)")
        }
    }
}
