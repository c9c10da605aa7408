import ArgumentParser
import Foundation
import OrderLedger

/// Public keys as every option names them: the text of one, a file with one a line, or a folder of
/// such files, as keys create and export tiles make them.
enum GivenKeys {
    /// The help of an option that takes keys.
    static func help(_ sentence: String) -> ArgumentHelp {
        ArgumentHelp("\(sentence): its text, or a file or a folder of keys.", valueName: "vkey")
    }

    /// - Throws: a failure that says what is wrong with a key, or that there is no such file.
    static func read(_ words: [String], of option: String = "--key") throws -> [VerifierKey] {
        try words.flatMap { word in
            if let key = try? VerifierKey(word) { return [key] }
            guard FileManager.default.fileExists(atPath: word) else {
                throw CommandFailure(
                    .missing,
                    "\(option) \(word) is no key (name+id+base64), and there is no such file"
                )
            }
            return try files(at: word).flatMap(keys)
        }
    }

    /// The files of keys in a folder; a file is one itself.
    private static func files(at path: String) throws -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            return [path]
        }
        let files = names.filter { $0.hasSuffix(".vkey") }.sorted().map { "\(path)/\($0)" }
        guard !files.isEmpty else {
            throw CommandFailure(.missing, "the folder \(path) holds no file of keys (.vkey)")
        }
        return files
    }

    private static func keys(in file: String) throws -> [VerifierKey] {
        let text = String(decoding: try InputFiles.bytes(of: file), as: UTF8.self)
        let lines = text.split(separator: "\n")
        guard !lines.isEmpty else { throw CommandFailure(.malformed, "\(file) holds no key") }
        do {
            return try lines.map { try VerifierKey(String($0)) }
        } catch let error as MerkleError {
            throw CommandFailure(.malformed, "\(file): \(error.message)")
        }
    }
}
