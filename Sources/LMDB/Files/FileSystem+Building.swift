import Glibc

/// Folders that appear whole.
extension FileSystem {
    /// Makes a folder at `path`, complete and on the device, or not at all.
    ///
    /// `body` gets a folder of mode 0700 beside `path` to put files into; they and the folder are
    /// flushed and renamed into place. The parent folder must exist; `path` must be free or an
    /// empty folder. After a power cut a folder `.NAME.creating-…` may be left beside.
    /// - Throws: `.alreadyExists`, what the file system refused, or what `body` threw; nothing of
    ///   the folder is left then.
    package static func build<Outcome>(
        at path: String,
        _ body: (String) throws -> Outcome,
    ) throws -> Outcome {
        let (parent, name) = split(path)
        let target = parent + "/" + name
        // The rename decides; to look first saves the work where it could not succeed.
        let isFree = try entry(at: target) == nil || (try? names(in: target).isEmpty) == true
        guard isFree else { throw LMDBError(.alreadyExists, operation: "create", path: target) }
        let number = UInt64.random(in: 0 ... .max)
        let temporary = parent + "/.\(name).creating-\(getpid())-" + String(number, radix: 36)
        try makeFolder(temporary)
        let outcome: Outcome
        do {
            outcome = try body(temporary)
            for name in try names(in: temporary) { try flush(temporary + "/" + name) }
            try flush(temporary)
            try place(temporary, at: target)
        } catch {
            removeFolder(temporary)
            throw error
        }
        do {
            try flush(parent)
        } catch {
            removeFolder(target)
            throw error
        }
        return outcome
    }

    private static func place(_ temporary: String, at target: String) throws(LMDBError) {
        do throws(LMDBError) {
            try move(temporary, to: target)
        } catch  where [ENOTEMPTY, EEXIST, ENOTDIR].contains(error.rawCode) {
            throw LMDBError(
                .alreadyExists,
                operation: "create",
                path: target,
                rawCode: error.rawCode
            )
        }
    }

    /// The folder that a file is in.
    package static func folder(of path: String) -> String { split(path).parent }

    /// Parent folder and last name of a path, without trailing slashes.
    private static func split(_ path: String) -> (parent: String, name: String) {
        var whole = path[...]
        while whole.count > 1, whole.last == "/" {
            whole.removeLast()
        }
        guard let slash = whole.lastIndex(of: "/") else { return (".", String(whole)) }
        let parent = slash == whole.startIndex ? "/" : String(whole[..<slash])
        return (parent, String(whole[whole.index(after: slash)...]))
    }
}
