import Glibc

extension Environment {
    /// Creates an environment at `path`, complete and on the device, or not at all.
    ///
    /// It is built beside `path` in a folder of mode 0700, filled by `populate` in one
    /// transaction, flushed, and renamed into place. The parent folder must exist; `path` must be
    /// free or an empty folder. After a power cut a folder `.NAME.creating-…` may be left beside.
    /// - Parameter secrets: small files that belong into the folder, by name.
    /// - Throws: `.alreadyExists`, what the file system refused, or what `populate` threw; nothing
    ///   of the environment is left then.
    package static func create(
        at path: String,
        configuration: Configuration = Configuration(),
        secrets: [String: [UInt8]] = [:],
        populate: (inout WriteTransaction) throws -> Void,
    ) throws {
        try build(at: path) { folder in
            try fill(folder, configuration, populate)
            for (name, bytes) in secrets { try SecretFile.create(folder + "/" + name, bytes) }
        }
    }

    /// Makes the folder of an environment at `path`, complete and on the device, or not at all.
    ///
    /// `body` gets a folder of mode 0700 beside `path` and must leave the data file in it; its files
    /// and the folder are flushed and renamed into place. The parent folder must exist; `path` must
    /// be free or an empty folder.
    /// - Throws: `.alreadyExists`, what the file system refused, or what `body` threw; nothing of
    ///   the environment is left then.
    package static func build(
        at path: String,
        _ body: (String) throws -> Void,
    ) throws {
        let (parent, name) = split(path)
        let target = parent + "/" + name
        let number = UInt64.random(in: 0 ... .max)
        let temporary = parent + "/.\(name).creating-\(getpid())-" + String(number, radix: 36)
        try FileSystem.makeFolder(temporary)
        do {
            try body(temporary)
            for name in try FileSystem.names(in: temporary) {
                try FileSystem.flush(temporary + "/" + name)
            }
            try FileSystem.flush(temporary)
            try place(temporary, at: target)
        } catch {
            FileSystem.removeFolder(temporary)
            throw error
        }
        do {
            try FileSystem.flush(parent)
        } catch {
            FileSystem.removeFolder(target)
            throw error
        }
    }

    private static func fill(
        _ path: String,
        _ configuration: Configuration,
        _ populate: (inout WriteTransaction) throws -> Void,
    ) throws {
        let environment = try Environment(filling: path, configuration: configuration)
        var transaction = try environment.beginWrite()
        try populate(&transaction)
        try transaction.commit()
        try environment.sync()
    }

    private static func place(_ temporary: String, at target: String) throws(LMDBError) {
        do throws(LMDBError) {
            try FileSystem.move(temporary, to: target)
        } catch  where [ENOTEMPTY, EEXIST, ENOTDIR].contains(error.rawCode) {
            throw LMDBError(
                .alreadyExists,
                operation: "create",
                path: target,
                rawCode: error.rawCode
            )
        }
    }

    /// Parent folder and last name of a path, without trailing slashes.
    private static func split(_ path: String) -> (parent: String, name: String) {
        var whole = path[...]
        while whole.count > 1, whole.last == "/" {
            whole.removeLast()
        }
        guard let slash = whole.lastIndex(of: "/") else { return (".", String(whole)) }
        return (String(whole[..<slash]), String(whole[whole.index(after: slash)...]))
    }
}

extension Environment {
    /// Claims, checks and opens the data file of the folder `path`.
    static func openCore(
        _ path: String,
        _ configuration: Configuration,
        isNew: Bool,
    ) throws(LMDBError) -> EnvironmentCore {
        let dataPath = path + "/data.mdb"
        if isNew {
            try FileSystem.makeFile(dataPath, mode: configuration.fileMode)
        }
        let identity = try OpenFiles.claim(dataPath)
        do throws(LMDBError) {
            let stored = isNew ? 0 : try MetaPages(path: dataPath).mapSizeBytes
            return try EnvironmentCore(
                path: path,
                configuration: configuration,
                mapSizeBytes: max(configuration.mapSizeBytes, stored),
                identity: identity,
            )
        } catch {
            OpenFiles.release(identity)
            throw error
        }
    }
}
