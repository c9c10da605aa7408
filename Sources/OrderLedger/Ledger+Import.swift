import Interchange

extension Ledger {
    /// Appends the CloudEvents of files, each event with a verdict of its own.
    ///
    /// Lines are parsed beside the appending, in memory that does not grow with the files. What was
    /// appended before a failure stays; importing the same files again goes on where it stopped,
    /// because an event that is recorded answers as a duplicate.
    ///
    /// - Parameters:
    ///   - files: paths; `-` is standard input, names that end in `.gz` are decompressed.
    ///   - policy: whether refused events are turned away or recorded as history made elsewhere.
    ///   - rejected: hears of each line that was not recorded, in the order of the lines.
    ///   - progressed: hears how far the import has come, once a block.
    /// - Throws: `ImportInterruption`, which says what was done until then.
    public func importEvents(
        from files: [String],
        policy: AppendPolicy = .enforce,
        rejected: (ImportReject) throws -> Void = { _ in },
        progressed: (ImportProgress) -> Void = { _ in },
    ) throws -> ImportSummary {
        try Importer().run(
            files.map { InputFile($0) },
            append: { store.append(each: $0, policy: policy) },
            rejected: rejected,
            progressed: progressed
        )
    }
}
