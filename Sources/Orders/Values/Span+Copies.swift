extension Span where Element == UInt8 {
    /// A copy of the bytes.
    var array: [UInt8] {
        [UInt8](capacity: count) { (copy: inout OutputSpan<UInt8>) in
            for index in indices { copy.append(self[index]) }
        }
    }

    /// The text that the bytes spell, or nothing where they are no UTF-8.
    var text: String? {
        do {
            return String(copying: try UTF8Span(validating: self))
        } catch {
            return nil
        }
    }
}
