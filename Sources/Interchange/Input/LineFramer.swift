import Orders

/// Finds lines: they end with a line feed, with or without a carriage return before it.
struct LineFramer: Framer {
    var place = FramingPlace()

    mutating func scan(_ bytes: [UInt8], upTo limit: Int, into items: inout [LineBlock.Item]) {
        while items.count < limit, place.scanned < bytes.count {
            if place.itemStart == nil { place.beginItem(at: place.scanned) }
            guard let end = Self.lineFeed(in: bytes.span, from: place.scanned) else {
                place.scanned = bytes.count
                return
            }
            endLine(at: end, bytes, into: &items)
            place.scanned = end + 1
            place.newline(at: end)
        }
    }

    mutating func finish(_ bytes: [UInt8], into items: inout [LineBlock.Item]) {
        endLine(at: bytes.count, bytes, into: &items)
        place.scanned = bytes.count
    }

    private mutating func endLine(
        at end: Int,
        _ bytes: [UInt8],
        into items: inout [LineBlock.Item],
    ) {
        var last = end
        if last > place.consumed, bytes[last - 1] == UInt8(ascii: "\r") { last -= 1 }
        let isBlank = bytes[min(place.consumed, last)..<last].allSatisfy(\.isJSONWhitespace)
        guard let item = place.endItem(at: last), !isBlank else { return }
        items.append(item)
    }

    private static func lineFeed(in bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while bytes.count - index >= EightBytes.count {
            let count = EightBytes(bytes, at: index).count(before: UInt8(ascii: "\n"))
            guard count == EightBytes.count else { return index + count }
            index += count
        }
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { return index }
            index += 1
        }
        return nil
    }
}

extension UInt8 {
    /// Whether JSON allows the byte between tokens.
    var isJSONWhitespace: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r")
            || self == UInt8(ascii: "\t")
    }
}
