extension ReadTransaction {
    /// Checks every page that this snapshot can see: what is wrong with the trees, with the order of
    /// their keys, and with the list of free pages.
    ///
    /// Until it is done, pages that the snapshot sees are not reused, so the file grows beside a
    /// busy writer.
    /// - Parameters:
    ///   - partedLeaves: leaves from which on a tree is visited in parts, on both cores; below, one
    ///     would wait for the other longer than it helps.
    ///   - isWanted: asked now and then, on any thread; false ends the check early, with what was
    ///     found.
    /// - Throws: an error where the data file cannot be opened, or commits follow each other too
    ///   fast to catch one.
    /// - Complexity: O(pages of the file); a bit of memory for each.
    package mutating func pageFaults(
        partedLeaves: UInt64 = 1_024,
        while isWanted: @escaping @Sendable () -> Bool = { true },
    ) throws(LMDBError) -> [PageFault] {
        let path = handle.folder + "/data.mdb"
        // A commit's meta page is written over by the next but one.
        for _ in 0..<1_000 {
            try renew()
            let file = try PageFile(path: path)
            guard let meta = file.meta(of: snapshot) else { continue }
            var check = PageCheck(meta, in: file, partedLeaves: partedLeaves, while: isWanted)
            check.run(in: file)
            return check.faults
        }
        let detail = "no commit of the meta pages is the one that readers see"
        throw LMDBError(.corrupted, operation: "check pages", path: path, detail: detail)
    }
}
