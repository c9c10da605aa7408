import Glibc

/// A folder whose files appear whole and stay through a power cut.
///
/// Each file goes to a temporary name, is synced, and takes its place; `finish` syncs the folders
/// in which that happened. Everybody may read what is written, as far as the process's mask allows.
/// Nobody else writes to it by this type meanwhile, and no link in it is followed: folders are opened
/// one in the other, and written to as they were opened, so nobody can put a link in their way either.
package final class SyncedFolder {
    /// Where the folder is.
    package let path: String
    private let lock: FolderLock
    private let root: OpenFolder
    /// The folder that was written to last, by its name from the root on.
    private var last: (name: String, folder: OpenFolder)
    /// Folders whose entries are not synced yet.
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
        root = try OpenFolder(at: path)
        last = ("", root)
    }

    /// The names of what lies in the folder itself, but for what a writer that died left.
    package func names() throws(LMDBError) -> [String] {
        try FileSystem.names(in: path).filter { !$0.hasPrefix(Self.temporaryPrefix) }
    }

    /// The names of what lies in a folder of it, in no order; none where there is no such folder.
    package func names(in inner: String) throws(LMDBError) -> [String] {
        do throws(LMDBError) {
            return try FileSystem.names(in: "\(path)/\(inner)")
        } catch  where error.rawCode == ENOENT {
            return []
        }
    }

    /// The files in the folder and below, but for what a writer that died left, which is removed.
    package func files() throws(LMDBError) -> FileWalk {
        for name in try FileSystem.names(in: path) where name.hasPrefix(Self.temporaryPrefix) {
            FileSystem.removeFile("\(path)/\(name)")
        }
        return try FileWalk(below: path, leavingOut: Self.temporaryPrefix)
    }

    /// Whether a file is there.
    package func has(_ name: String) throws(LMDBError) -> Bool {
        try FileSystem.entry(at: "\(path)/\(name)") == .file
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
        let file = try begin()
        do {
            try file.write(bytes)
            try place(file, as: name)
        } catch {
            drop(file)
            throw error
        }
    }

    /// Makes a file under a temporary name, to be written piece by piece, and then to be placed or
    /// dropped.
    package func begin() throws(LMDBError) -> OutputFile {
        try root.make(Self.temporaryPrefix + String(UInt64.random(in: 0 ... .max), radix: 36))
    }

    /// Puts a file that is written in its place, as `write` does.
    package func place(_ file: OutputFile, as name: String) throws(LMDBError) {
        let (folder, place) = Self.split(name)
        let target = try open(folder, making: true)
        try file.flush()
        try root.move(Self.split(file.path).last, to: place, in: target)
        unsynced.insert(folder)
    }

    /// Removes a file that is not to be placed.
    package func drop(_ file: OutputFile) { root.remove(Self.split(file.path).last) }

    /// Where a file of a name is kept that only its writer needs; what is left there is removed by
    /// the next one.
    package func scratch(_ name: String) -> String { "\(path)/\(Self.temporaryPrefix)\(name)" }

    /// Waits until the entries of all folders that were written to are on the device.
    package func finish() throws(LMDBError) {
        for folder in unsynced.sorted() { try open(folder, making: false).flush() }
        unsynced.removeAll()
    }

    /// Opens a folder of it.
    ///
    /// - Parameter makes: whether folders on the way are made that are not there.
    private func open(_ name: String, making makes: Bool) throws(LMDBError) -> OpenFolder {
        guard !name.isEmpty else { return root }
        if last.name == name { return last.folder }
        let (parent, inner) = Self.split(name)
        let outer = try open(parent, making: makes)
        if makes, try outer.makeFolder(inner) { unsynced.insert(parent) }
        let folder = try outer.folder(inner)
        last = (name, folder)
        return folder
    }

    /// The folder and the last part of a name.
    private static func split(_ name: String) -> (folder: String, last: String) {
        guard let slash = name.lastIndex(of: "/") else { return ("", name) }
        return (String(name[..<slash]), String(name[name.index(after: slash)...]))
    }
}
