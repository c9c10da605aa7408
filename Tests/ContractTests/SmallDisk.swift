import Foundation
import Testing

/// A file system of a few megabytes in memory; the test is cancelled where none can be mounted.
final class SmallDisk {
    let path: String

    init(at path: String, sizeBytes: Int) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard Self.run("mount", "-t", "tmpfs", "-o", "size=\(sizeBytes)", "tmpfs", path) else {
            try Test.cancel("needs the right to mount a small file system")
        }
        self.path = path
    }

    deinit { _ = Self.run("umount", "-l", path) }

    func enlarge(sizeBytes: Int) throws {
        try #require(Self.run("mount", "-o", "remount,size=\(sizeBytes)", path))
    }

    private static func run(_ arguments: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
