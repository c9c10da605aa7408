/// Finds the elements of a batch, a JSON array that may be printed over many lines.
///
/// Only strings and brackets are followed; whether an element is an event shows when it is parsed.
struct BatchFramer: Framer {
    var place = FramingPlace()
    private var state = State.beforeBatch
    private var depth = 0

    private enum State {
        case beforeBatch
        /// Behind the opening bracket: an element or the end may follow.
        case atFirst
        /// Behind a comma: an element must follow.
        case afterComma
        case inElement
        case inString
        case inEscape
        case done
        /// Behind something that should not follow a batch.
        case lost
    }

    mutating func scan(_ bytes: [UInt8], upTo limit: Int, into items: inout [LineBlock.Item]) {
        while items.count < limit, place.scanned < bytes.count {
            let index = place.scanned
            let byte = bytes[index]
            take(byte, at: index, bytes, into: &items)
            if byte == UInt8(ascii: "\n") { place.newline(at: index) }
            place.scanned = index + 1
        }
    }

    mutating func finish(_ bytes: [UInt8], into items: inout [LineBlock.Item]) {
        let isWhole = state == .inElement && depth == 0
        let wasInside = place.itemStart != nil
        endElement(at: bytes.count, bytes, into: &items)
        place.scanned = bytes.count
        guard state != .done, state != .lost, isWhole || !wasInside else { return }
        items.append(place.fault(.batchUnfinished, at: bytes.count))
    }

    private mutating func take(
        _ byte: UInt8,
        at index: Int,
        _ bytes: [UInt8],
        into items: inout [LineBlock.Item],
    ) {
        switch state {
        case .inString:
            if byte == UInt8(ascii: "\"") { state = .inElement }
            if byte == UInt8(ascii: "\\") { state = .inEscape }
        case .inEscape: state = .inString
        case .inElement: takeInElement(byte, at: index, bytes, into: &items)
        case .lost: break
        case .beforeBatch:
            if !byte.isJSONWhitespace { state = .atFirst }
        case .done:
            if byte.isJSONWhitespace { return }
            items.append(place.fault(.textBehindBatch, at: index))
            state = .lost
        case .atFirst, .afterComma:
            if byte.isJSONWhitespace { return }
            takeBetween(byte, at: index, bytes, into: &items)
        }
    }

    private mutating func takeBetween(
        _ byte: UInt8,
        at index: Int,
        _ bytes: [UInt8],
        into items: inout [LineBlock.Item],
    ) {
        switch byte {
        case UInt8(ascii: ","):
            items.append(place.fault(.elementMissing, at: index))
            state = .afterComma
        case UInt8(ascii: "]"):
            if state == .afterComma { items.append(place.fault(.commaBeforeEnd, at: index)) }
            state = .done
        default:
            place.beginItem(at: index)
            state = .inElement
            takeInElement(byte, at: index, bytes, into: &items)
        }
    }

    private mutating func takeInElement(
        _ byte: UInt8,
        at index: Int,
        _ bytes: [UInt8],
        into items: inout [LineBlock.Item],
    ) {
        switch byte {
        case UInt8(ascii: "\""): state = .inString
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"): depth = max(0, depth - 1)
        case UInt8(ascii: "]") where depth > 0: depth -= 1
        case UInt8(ascii: "]"):
            endElement(at: index, bytes, into: &items)
            state = .done
        case UInt8(ascii: ",") where depth == 0:
            endElement(at: index, bytes, into: &items)
            state = .afterComma
        default: break
        }
    }

    private mutating func endElement(
        at end: Int,
        _ bytes: [UInt8],
        into items: inout [LineBlock.Item],
    ) {
        var last = end
        while last > place.consumed, bytes[last - 1].isJSONWhitespace { last -= 1 }
        if let item = place.endItem(at: last) { items.append(item) }
    }
}
