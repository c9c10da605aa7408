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
        try FileSystem.build(at: path) { folder in
            try fill(folder, configuration, populate)
            for (name, bytes) in secrets { try SecretFile.create(folder + "/" + name, bytes) }
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
