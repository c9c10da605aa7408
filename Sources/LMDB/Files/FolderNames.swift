import Glibc

/// The names of what is in a folder, one after the other and in no order.
@safe
final class FolderNames {
    private let path: String
    private let stream: OpaquePointer

    init(of path: String) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        guard let stream = unsafe opendir(path) else {
            throw FileSystem.lastError("list folder", path)
        }
        self.path = path
        unsafe self.stream = stream
    }

    deinit {
        // Safety: the stream is open until here, and nobody else has it.
        unsafe closedir(stream)
    }

    /// The next name; nothing behind the last.
    func next() throws(LMDBError) -> String? {
        while true {
            errno = 0
            // Safety: the stream is open.
            guard let entry = unsafe readdir(stream) else {
                guard errno == 0 else { throw FileSystem.lastError("list folder", path) }
                return nil
            }
            // Safety: the entry is copied before the next call may change it; its name is
            // terminated.
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if ![".", ".."].contains(name) { return name }
        }
    }
}
