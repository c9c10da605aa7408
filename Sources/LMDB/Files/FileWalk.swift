/// The files in a folder and below, one after the other, by their paths from it on and in no order.
///
/// Of all that it finds it remembers only the folders that it has not entered yet.
package struct FileWalk {
    private let root: String
    /// How the names of files in the root itself begin that are left out.
    private let ownPrefix: String
    private var folder = ""
    private var names: FolderNames
    private var folders: [String] = []

    init(below root: String, leavingOut ownPrefix: String) throws(LMDBError) {
        self.root = root
        self.ownPrefix = ownPrefix
        names = try FolderNames(of: root)
    }

    /// The next file; nothing behind the last.
    ///
    /// - Throws: `.alreadyExists` for a link, or for whatever else is neither file nor folder.
    package mutating func next() throws(LMDBError) -> String? {
        while true {
            guard let name = try names.next() else {
                guard let inner = folders.popLast() else { return nil }
                folder = inner
                names = try FolderNames(of: "\(root)/\(inner)")
                continue
            }
            let path = folder + name
            switch try FileSystem.entry(at: "\(root)/\(path)") {
            case .file where folder.isEmpty && name.hasPrefix(ownPrefix): continue
            case .file: return path
            case .folder: folders.append(path + "/")
            case .link: throw FileSystem.strange("a symbolic link", "\(root)/\(path)")
            case .other:
                throw FileSystem.strange("neither a file nor a folder", "\(root)/\(path)")
            case nil: continue
            }
        }
    }
}
