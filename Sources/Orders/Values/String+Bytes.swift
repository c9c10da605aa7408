extension String {
    /// Whether both have the same bytes of UTF-8; what Unicode holds equivalent differs.
    ///
    /// - Complexity: O(bytes); texts of ASCII, as ids almost always are, are compared as memory.
    func hasSameBytes(as other: String) -> Bool {
        // What is equivalent to a text of ASCII and is none itself has more bytes.
        guard utf8.count == other.utf8.count, self == other else { return false }
        return utf8Span.isKnownASCII || utf8.elementsEqual(other.utf8)
    }
}
