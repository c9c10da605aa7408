import OrderLedger

/// The file of a checkpoint, as an option names it.
enum CheckpointFile {
    /// Reads a checkpoint that was kept elsewhere.
    ///
    /// - Throws: a failure that names the file, where it is missing or no checkpoint.
    static func read(_ file: String, _ keys: [VerifierKey]) throws -> ForeignCheckpoint {
        let bytes = try InputFiles.bytes(of: file)
        return ForeignCheckpoint(try parse(bytes, of: file), keys: keys)
    }

    /// - Throws: a failure that names the file, where it is no checkpoint.
    static func parse(_ bytes: [UInt8], of file: String) throws -> SignedCheckpoint {
        do {
            return try SignedCheckpoint(parsing: bytes)
        } catch {
            throw CommandFailure(.malformed, "\(file) is no checkpoint: \(error.message)")
        }
    }
}
