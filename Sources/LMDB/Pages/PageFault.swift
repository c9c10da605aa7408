/// What is wrong with the pages of a data file.
package struct PageFault: Equatable, Sendable {
    /// The table, the list of free pages, or the file as a whole.
    package let place: String
    /// The page, where it is one page's.
    package let page: UInt64?
    /// What was found.
    package let what: String

    /// Where and what, in one sentence.
    package var message: String {
        let page = page.map { "page \($0) of the data file" } ?? "the data file"
        return "\(page) (\(place)): \(what)"
    }
}
