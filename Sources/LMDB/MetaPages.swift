/// What the first bytes of a data file say, checked before LMDB trusts them.
///
/// LMDB takes the page size from the file as it stands and divides by it, so a damaged or hostile
/// header would end the process instead of giving an error.
struct MetaPages {
    /// The page size, in bytes.
    let pageSize: Int
    /// The size of the map when the newest transaction was committed, in bytes.
    let mapSizeBytes: Int

    private static let metaLength = 152
    private static let metaFlag: UInt16 = 0x08
    private static let magic: UInt32 = 0xBEEF_C0DE
    private static let version: UInt32 = 1
    private static let pageSizes = 512...32_768
    /// More than any processor of today can map, so a larger figure is damage.
    private static let mapSizeBytesMax: UInt64 = 1 << 47

    /// Reads and checks both meta pages of the data file at `path`.
    init(path: String) throws(LMDBError) {
        let first = try Self.readMeta(path, at: 0)
        let second = try Self.readMeta(path, at: first.pageSize)
        guard first.pageSize == second.pageSize else {
            throw Self.invalid(path, "its two meta pages differ in page size")
        }
        pageSize = first.pageSize
        mapSizeBytes = max(first.mapSizeBytes, second.mapSizeBytes)
    }

    private static func readMeta(
        _ path: String,
        at offset: Int,
    ) throws(LMDBError) -> (pageSize: Int, mapSizeBytes: Int) {
        let (bytes, fileSize) = try FileSystem.read(path, from: offset, count: metaLength)
        guard bytes.count == metaLength else {
            throw invalid(path, "it is \(fileSize) bytes long and ends inside its meta pages")
        }
        let meta = bytes.span
        guard meta.uint32(at: 24) != magic else {
            // The next generation of LMDB has longer page headers and says the same word later.
            let found = "data format \(meta.uint32(at: 28)), expected \(version)"
            throw LMDBError(.versionMismatch, operation: "open", path: path, detail: found)
        }
        guard meta.uint16(at: 10) & metaFlag != 0, meta.uint32(at: 16) == magic else {
            throw invalid(path, "no meta page at byte \(offset)")
        }
        guard meta.uint32(at: 20) == version else {
            let found = "data format \(meta.uint32(at: 20)), expected \(version)"
            throw LMDBError(.versionMismatch, operation: "open", path: path, detail: found)
        }
        let pageSize = Int(meta.uint32(at: 40))
        guard pageSizes.contains(pageSize), pageSize.nonzeroBitCount == 1 else {
            throw invalid(path, "impossible page size \(pageSize)")
        }
        let mapSize = meta.uint64(at: 32)
        guard mapSize <= mapSizeBytesMax else {
            throw invalid(path, "impossible map size \(mapSize)")
        }
        return (pageSize, Int(mapSize))
    }

    private static func invalid(_ path: String, _ detail: String) -> LMDBError {
        LMDBError(.invalid, operation: "open", path: path, detail: detail)
    }
}
