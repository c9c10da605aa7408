import Glibc
import Testing

/// A fresh folder for one test, removed with everything in it when the test lets go of it.
///
/// Keep it until the environments inside are closed: `withExtendedLifetime` or a use at the end.
final class TemporaryFolder: Sendable {
    /// The folder's absolute path.
    let path: String

    /// Makes a folder below the system's place for temporary files.
    init() {
        let base = "/tmp/orderledger-tests"
        // Safety: C reads the paths only during the calls.
        unsafe mkdir(base, 0o755)
        path = base + "/\(getpid())-" + String(UInt64.random(in: 0 ... .max), radix: 36)
        let made = unsafe mkdir(path, 0o700)
        precondition(made == 0, "cannot make \(path)")
    }

    deinit {
        Self.removeTree(path)
    }

    /// The path of something inside.
    func callAsFunction(_ name: String) -> String {
        path + "/" + name
    }

    /// The names of the entries of a folder, in order; nil when there is no such folder.
    static func entries(_ path: String) -> [String]? {
        // Safety: the stream is closed below, and each entry is copied before the next is read.
        guard let stream = unsafe opendir(path) else { return nil }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." {
                names.append(name)
            }
        }
        return names.sorted()
    }

    static func removeTree(_ path: String) {
        for name in entries(path) ?? [] {
            let inner = path + "/" + name
            // Safety: C reads the path only during the call.
            if unsafe unlink(inner) != 0 {
                removeTree(inner)
            }
        }
        unsafe rmdir(path)
    }
}

extension TemporaryFolder {
    /// The permission bits of a file or folder; nil when there is none.
    static func mode(_ path: String) -> UInt32? {
        var status = stat()
        // Safety: `status` is ours, and C reads the path only during the call.
        guard unsafe stat(path, &status) == 0 else { return nil }
        return status.st_mode & 0o777
    }
}

/// Makes an empty folder.
func makeFolder(_ path: String) {
    // Safety: C reads the path only during the call.
    _ = unsafe mkdir(path, 0o700)
}

/// Makes a symbolic link at `path`.
func makeLink(_ path: String, to target: String) {
    // Safety: C reads both paths only during the call.
    _ = unsafe symlink(target, path)
}

/// Removes a file.
func removeFile(_ path: String) {
    // Safety: C reads the path only during the call.
    _ = unsafe unlink(path)
}

/// Makes a file with these bytes.
func makeFile(_ path: String, _ bytes: [UInt8]) throws {
    // Safety: C reads path and bytes only during the calls.
    let descriptor = unsafe open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let written = unsafe bytes.withUnsafeBytes {
        unsafe write(descriptor, $0.baseAddress, $0.count)
    }
    try #require(written == bytes.count)
}

/// The bytes of a file.
func readFile(_ path: String) throws -> [UInt8] {
    // Safety: C reads the path during the call and fills at most the buffer.
    let descriptor = unsafe open(path, O_RDONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: Int(lseek(descriptor, 0, SEEK_END)))
    let length = bytes.count
    let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(descriptor, buffer.baseAddress, length, 0)
    }
    try #require(got == length)
    return bytes
}
