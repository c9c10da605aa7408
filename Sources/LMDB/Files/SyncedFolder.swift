import Glibc

/// A folder whose files appear whole and stay through a power cut.
///
/// Each file goes to a temporary name, is synced, and takes its place; `finish` syncs the folders
/// in which that happened. Everybody may read what is written, as far as the process's mask allows.
/// Nobody else writes to it by this type meanwhile, and no link in it is followed.
package final class SyncedFolder {
    /// Where the folder is.
    package let path: String
    private let lock: FolderLock
    /// Folders below it that are known to be there, by their names from it on.
    private var known: Set<String> = [""]
    /// Those of them whose entries are not synced yet.
    private var unsynced: Set<String> = []

    /// How the names of files begin that have not taken their places.
    private static let temporaryPrefix = ".partial-"

    /// Opens a folder, and makes it where only its parent is there.
    ///
    /// - Throws: `.busy` where somebody else writes to it.
    package init(at path: String) throws(LMDBError) {
        self.path = path
        try FileSystem.makeFolderIfMissing(path, mode: 0o755)
        lock = try FolderLock(path)
    }

    /// The names of what lies in the folder itself, but for what a writer that died left.
    package func names() throws(LMDBError) -> [String] {
        try FileSystem.names(in: path).filter { !$0.hasPrefix(Self.temporaryPrefix) }
    }

    /// The files in the folder and below, by their paths from it on, in no order.
    ///
    /// What a writer that died left is removed.
    /// - Throws: `.alreadyExists` for a link, or for whatever else is neither file nor folder.
    package func files() throws(LMDBError) -> [String] {
        for name in try FileSystem.names(in: path) where name.hasPrefix(Self.temporaryPrefix) {
            FileSystem.removeFile("\(path)/\(name)")
        }
        return try FileSystem.files(below: path)
    }

    /// The bytes of a file; nothing where there is none.
    ///
    /// - Throws: also for a file of more bytes than `maximum`.
    package func read(_ name: String, maximum: Int) throws(LMDBError) -> [UInt8]? {
        try FileSystem.read("\(path)/\(name)", maximum: maximum)
    }

    /// Puts a file in its place, and makes the folders that its name asks for.
    ///
    /// - Throws: also `.alreadyExists` where one of those is a link or a file.
    package func write(_ name: String, _ bytes: [UInt8]) throws(LMDBError) {
        let folder = Self.folder(of: name)
        try makeKnown(folder)
        let number = String(UInt64.random(in: 0 ... .max), radix: 36)
        let file = try SyncedFile(
            at: "\(path)/\(name)",
            by: "\(path)/\(Self.temporaryPrefix)\(number)",
            mode: 0o644
        )
        try file.write(bytes)
        try file.place()
        unsynced.insert(folder)
    }

    /// Waits until the entries of all folders that were written to are on the device.
    package func finish() throws(LMDBError) {
        for folder in unsynced.sorted() {
            try FileSystem.flush(folder.isEmpty ? path : "\(path)/\(folder)")
        }
        unsynced.removeAll()
    }

    private func makeKnown(_ folder: String) throws(LMDBError) {
        guard !known.contains(folder) else { return }
        let parent = Self.folder(of: folder)
        try makeKnown(parent)
        let place = "\(path)/\(folder)"
        if try FileSystem.entry(at: place) == nil {
            try FileSystem.makeFolderIfMissing(place, mode: 0o755)
        }
        switch try FileSystem.entry(at: place) {
        case .folder: break
        case .link: throw FileSystem.strange("a symbolic link", place)
        default: throw FileSystem.strange("no folder", place)
        }
        known.insert(folder)
        unsynced.insert(parent)
    }

    private static func folder(of name: String) -> String {
        name.lastIndex(of: "/").map { String(name[..<$0]) } ?? ""
    }
}
