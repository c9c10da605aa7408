import EventLog
import Orders

/// A manifest as it stands in a snapshot's folder, believed in nothing.
struct StoredManifest {
    let bytes: [UInt8]
    let value: JSONValue
    let position: UInt64
    let ledger: String

    /// Reads the manifest of a folder.
    ///
    /// - Throws: `noSuchLedger` where there is none, `malformed` where it is none, `newerFormat`
    ///   for one of a later version.
    init(in folder: SnapshotFolder) throws(LedgerError) {
        guard SnapshotFolder.exists(folder.manifest) else {
            throw LedgerError(
                .noSuchLedger,
                "there is no snapshot at \(folder.path): it has no \(SnapshotFolder.manifestName)"
            )
        }
        let file = try EvidenceFile(reading: folder.manifest)
        defer { file.close() }
        bytes = try Self.bytes(of: file)
        value = try Self.value(of: bytes, folder.manifest)
        try Self.requireFormat(of: value, in: folder)
        (position, ledger) = try Self.moment(of: value, folder.manifest)
    }

    /// - Throws: `malformed` with line and column.
    private static func value(
        of bytes: [UInt8],
        _ path: String,
    ) throws(LedgerError) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(json: bytes)
        } catch {
            let before = bytes.prefix(error.offset)
            let newline = UInt8(ascii: "\n")
            let line = before.count { $0 == newline } + 1
            let column = error.offset - (before.lastIndex(of: newline) ?? -1)
            throw LedgerError(
                .malformed,
                "\(path):\(line):\(column): \(error.message)",
                underlying: error
            )
        }
    }

    private static func requireFormat(
        of value: JSONValue,
        in folder: SnapshotFolder,
    ) throws(LedgerError) {
        guard value["format"] == .string(SnapshotManifest.format) else {
            throw LedgerError(.malformed, "\(folder.manifest):1:1: this is no snapshot's manifest")
        }
        guard value["version"] == .number(SnapshotManifest.version) else {
            throw LedgerError(
                .newerFormat,
                "the snapshot at \(folder.path) is not of version \(SnapshotManifest.version): "
                    + "use a newer build"
            )
        }
    }

    /// What the manifest says that it shows.
    private static func moment(
        of value: JSONValue,
        _ path: String,
    ) throws(LedgerError) -> (position: UInt64, ledger: String) {
        guard case .number(let digits)? = value["position"], let position = UInt64(digits),
            case .string(let ledger)? = value["ledger"]
        else {
            throw LedgerError(
                .malformed,
                "\(path):1:1: the manifest names no position, or no ledger"
            )
        }
        return (position, ledger)
    }

    /// Manifests are short; what is longer is none.
    private static let byteMaximum = 1 << 24

    private static func bytes(of file: EvidenceFile) throws(LedgerError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count <= byteMaximum {
            let block = try file.nextBlock()
            if block.isEmpty { return bytes }
            bytes += block
        }
        throw LedgerError(.malformed, "\(file.path):1:1: the manifest does not end")
    }
}
