import Glibc

/// A data file seen as pages, in a read-only map of our own.
///
/// A page that lies beyond the end of the file is never touched; one that the device cannot read
/// ends the process, as it would with liblmdb.
///
/// @unchecked Sendable: the map is only read, and stays as long as the value.
@safe
struct PageFile: ~Copyable, @unchecked Sendable {
    /// Bytes of a page.
    let pageSize: Int
    /// Pages that the file holds whole.
    let count: UInt64
    private let base: UnsafeRawPointer

    /// - Parameter path: the data file's.
    init(path: String) throws(LMDBError) {
        let pageSize = try MetaPages(path: path).pageSize
        // Safety: C reads the path only during the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSystem.lastError("check pages", path) }
        defer { close(descriptor) }
        let length = Int(lseek(descriptor, 0, SEEK_END)) / pageSize * pageSize
        guard length >= 2 * pageSize else {
            throw LMDBError(.invalid, operation: "check pages", path: path)
        }
        // Safety: a new map that overlaps nothing; it stays when the descriptor is closed.
        let map = unsafe mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0)
        guard let map = unsafe map, unsafe map != MAP_FAILED else {
            throw FileSystem.lastError("check pages", path)
        }
        self.pageSize = pageSize
        count = UInt64(length / pageSize)
        unsafe base = UnsafeRawPointer(map)
    }

    deinit {
        // Safety: the map is ours, and whatever was borrowed from self is gone.
        unsafe munmap(UnsafeMutableRawPointer(mutating: base), Int(count) * pageSize)
    }

    /// The bytes of pages that follow each other; the caller knows that the file holds them.
    @_lifetime(borrow self)
    func bytes(at number: UInt64, pages: Int = 1) -> Span<UInt8> {
        precondition(holds(number, pages: pages), "the page lies beyond the file's end")
        // Safety: the line above keeps the bytes inside the map, which lives as long as self.
        let start = unsafe base.advanced(by: Int(number) * pageSize)
            .assumingMemoryBound(to: UInt8.self)
        let span = unsafe Span(_unsafeStart: start, count: pages * pageSize)
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// Whether the file is long enough to hold these pages.
    func holds(_ number: UInt64, pages: Int) -> Bool {
        pages >= 0 && UInt64(pages) <= count && number <= count - UInt64(pages)
    }
}
