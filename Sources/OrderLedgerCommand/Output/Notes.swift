import SystemPackage

/// What is said beside the results, on standard error.
struct Notes {
    let isQuiet: Bool

    /// Says something that scripts need not read; `--quiet` leaves it out.
    func say(_ sentence: String) {
        guard !isQuiet else { return }
        Self.write(sentence + "\n")
    }

    /// Says something that must not be missed.
    func warn(_ sentence: String) { Self.write("orderledger: " + sentence + "\n") }

    /// Writes to standard error; a reader who went away misses it, and nothing else happens.
    static func write(_ text: String) {
        do {
            try FileDescriptor.standardError.writeAll(text.utf8)
        } catch {
            return
        }
    }
}
