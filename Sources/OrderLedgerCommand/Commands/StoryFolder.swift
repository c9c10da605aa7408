import Foundation

/// The stories of a checkout, found from anywhere inside it.
struct StoryFolder {
    /// The stories that need no clock, by name.
    let names: [String]
    /// The stories that need one.
    let clockNames: [String]
    private let path: String

    private static let place = "Fixtures/stories"
    private static let file = "events.jsonl"
    private static let stepsFile = "steps.jsonl"

    /// - Throws: a failure where the current folder lies in no checkout.
    init() throws {
        let start = FileManager.default.currentDirectoryPath
        var folder = URL(fileURLWithPath: start).standardizedFileURL
        while !Self.isCheckout(folder) {
            guard folder.path != "/" else {
                throw CommandFailure(
                    .missing,
                    "there is no checkout with \(Self.place) around \(start): "
                        + "run the demo inside one"
                )
            }
            folder.deleteLastPathComponent()
        }
        let path = folder.appending(path: Self.place).path
        self.path = path
        func has(_ file: String, _ name: String) -> Bool {
            FileManager.default.fileExists(atPath: "\(path)/\(name)/\(file)")
        }
        let all = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            .filter { has(Self.file, $0) }
        names = all.filter { !has(Self.stepsFile, $0) }
        clockNames = all.filter { has(Self.stepsFile, $0) }
    }

    /// A story with what happens between its events.
    func clockStory(_ name: String) throws -> ClockStory {
        try ClockStory(
            events: events(of: name),
            steps: "\(path)/\(name)/\(Self.stepsFile)"
        )
    }

    /// The file with a story's events.
    func events(of name: String) -> String { "\(path)/\(name)/\(Self.file)" }

    private static func isCheckout(_ folder: URL) -> Bool {
        ["Package.swift", place].allSatisfy {
            FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
        }
    }
}

/// A folder that goes away with the command that needed it.
struct TemporaryFolder {
    let path: String

    init() throws {
        let name = "orderledger-\(UUID().uuidString.lowercased())"
        let folder = FileManager.default.temporaryDirectory.appending(path: name)
        do {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw CommandFailure(.cannotCreate, "\(folder.path) cannot be made: \(error)")
        }
        path = folder.path
    }

    func remove() {
        // What cannot be removed is the temporary folder's own to clear.
        try? FileManager.default.removeItem(atPath: path)
    }
}
