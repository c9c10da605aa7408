import LMDB
import Orders

/// Writes the lines of a snapshot into room that is there already.
///
/// It knows nothing of JSON but how texts, numbers, times and amounts are spelled, which is as a
/// `JSONWriter`, a `Timestamp` and a `Money` spell them; brackets, names and commas are its
/// caller's. A line has some forty values, so each is stored at its place and nothing is appended.
struct LineWriter: Sendable {
    private var room: LineRoom
    /// All words, one behind the other: texts of its own, so that no core waits for another's
    /// counts of who holds them.
    private let words: [UInt8]
    /// Where each word begins, and the end of the last.
    private let wordStarts: [Int]
    /// The day that was spelled last, and its spelling: most times of a line are of one day.
    private var day = CalendarDate(daysSince1970: .min)
    private var dayText: [UInt8] = []

    /// - Parameter byteCount: room for so many bytes at first.
    init(reserving byteCount: Int) {
        let texts = LineWord.allCases.map(\.text)
        words = texts.flatMap { Array($0.utf8) }
        wordStarts = texts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.utf8.count) }
        room = LineRoom(byteCount)
    }

    /// Takes away what was written.
    mutating func take() -> [UInt8] { room.take() }
}

// MARK: - Texts

extension LineWriter {
    mutating func word(_ word: LineWord) {
        let range = wordStarts[word.rawValue]..<wordStarts[word.rawValue + 1]
        room.append(words, range)
    }

    /// Writes bytes as they are.
    mutating func raw(_ text: borrowing Span<UInt8>) { room.append(text) }

    /// Writes bytes as they are.
    mutating func raw(_ text: borrowing [UInt8]) { room.append(text, 0..<text.count) }

    /// Writes a string with its quotes, and escapes what must be.
    mutating func string(_ text: String) {
        guard text.utf8.allSatisfy(Self.isPlain) else {
            return raw(JSONValue.string(text).json)
        }
        let bytes = text.utf8Span.span
        let start = room.reserve(bytes.count + 2)
        var all = room.bytes.mutableSpan
        all[start] = UInt8(ascii: "\"")
        all.store(bytes, at: start + 1)
        all[start + 1 + bytes.count] = UInt8(ascii: "\"")
    }

    /// Whether a byte stands in a string as it is.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// Writes members of an object that a body writes by themselves, without its brackets.
    mutating func members(_ body: (inout JSONWriter) -> Void) {
        raw(JSONWriter.members(body))
    }

    mutating func null() {
        let start = room.reserve(4)
        var all = room.bytes.mutableSpan
        all[start] = UInt8(ascii: "n")
        all[start + 1] = UInt8(ascii: "u")
        all[start + 2] = UInt8(ascii: "l")
        all[start + 3] = UInt8(ascii: "l")
    }
}

// MARK: - Numbers

extension LineWriter {
    /// Writes a whole number that is not below zero.
    mutating func number(_ value: UInt64) {
        let digits = value.digitCount
        let start = room.reserve(digits)
        var all = room.bytes.mutableSpan
        all.storeDigits(of: value, count: digits, endingAt: start + digits)
    }

    /// Writes an amount as a string, or null where there is none or its currency is not known.
    mutating func amount(_ units: Int64?, _ currency: Currency?) {
        guard let units, let currency else { return null() }
        let decimals = Int(currency.exponent)
        let value = units.magnitude
        // A zero stands before the point where nothing else does.
        let digits = max(value.digitCount, decimals + 1)
        let length = digits + (units < 0 ? 3 : 2) + (decimals > 0 ? 1 : 0)
        let start = room.reserve(length)
        var end = start + length - 1
        var all = room.bytes.mutableSpan
        all[start] = UInt8(ascii: "\"")
        if units < 0 { all[start + 1] = UInt8(ascii: "-") }
        all[end] = UInt8(ascii: "\"")
        var major = value
        if decimals > 0 {
            major = all.storeDigits(of: value, count: decimals, endingAt: end)
            end -= decimals + 1
            all[end] = UInt8(ascii: ".")
        }
        all.storeDigits(of: major, count: digits - decimals, endingAt: end)
    }
}

// MARK: - Times

extension LineWriter {
    /// Writes a time as a string, or null.
    mutating func time(_ time: Timestamp?) {
        guard let time else { return null() }
        let date = time.date
        if date != day { spell(date) }
        let midnight = Int64(date.daysSince1970) &* Timestamp.microsecondsPerDay
        let rest = UInt64(bitPattern: time.microseconds &- midnight)
        let (second, fraction) = rest.quotientAndRemainder(dividingBy: 1_000_000)
        let decimals = fraction == 0 ? 0 : fraction.isMultiple(of: 1_000) ? 3 : 6
        room.append(dayText, 0..<dayText.count)
        var end = room.reserve(10 + (decimals > 0 ? decimals + 1 : 0)) + 8
        var all = room.bytes.mutableSpan
        all.storeDigits(of: second / 3_600, count: 2, endingAt: end - 6)
        all[end - 6] = UInt8(ascii: ":")
        all.storeDigits(of: second / 60 % 60, count: 2, endingAt: end - 3)
        all[end - 3] = UInt8(ascii: ":")
        all.storeDigits(of: second % 60, count: 2, endingAt: end)
        if decimals > 0 {
            all[end] = UInt8(ascii: ".")
            end += decimals + 1
            let value = decimals == 3 ? fraction / 1_000 : fraction
            all.storeDigits(of: value, count: decimals, endingAt: end)
        }
        all[end] = UInt8(ascii: "Z")
        all[end + 1] = UInt8(ascii: "\"")
    }

    private mutating func spell(_ date: CalendarDate) {
        day = date
        dayText = [UInt8(ascii: "\"")]
        date.append(to: &dayText)
        dayText.append(UInt8(ascii: "T"))
    }
}

/// Bytes that were written, and room for more behind them.
private struct LineRoom: Sendable {
    var bytes: [UInt8]
    private var count = 0

    init(_ byteCount: Int) { bytes = [UInt8](repeating: 0, count: byteCount) }

    /// Makes room for bytes.
    ///
    /// - Returns: where they begin.
    mutating func reserve(_ byteCount: Int) -> Int {
        let start = count
        count += byteCount
        if count > bytes.count {
            bytes.append(contentsOf: repeatElement(0, count: max(count - bytes.count, bytes.count)))
        }
        return start
    }

    mutating func append(_ text: borrowing Span<UInt8>) {
        let start = reserve(text.count)
        var all = bytes.mutableSpan
        all.store(text, at: start)
    }

    /// The same, from an array that nobody has to hold meanwhile.
    mutating func append(_ text: borrowing [UInt8], _ range: Range<Int>) {
        append(text.span.extracting(range))
    }

    /// Takes away what was written.
    mutating func take() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        taken.removeLast(taken.count - count)
        count = 0
        return taken
    }
}

extension UInt64 {
    /// How many digits it has; zero has one.
    fileprivate var digitCount: Int {
        var digits = 1
        var rest = self
        while rest >= 10_000 {
            rest /= 10_000
            digits += 4
        }
        if rest >= 100 {
            rest /= 100
            digits += 2
        }
        return rest >= 10 ? digits + 1 : digits
    }
}

extension MutableSpan<UInt8> {
    /// Stores the last digits of a number before an end.
    ///
    /// - Returns: what is left of the number.
    @discardableResult
    fileprivate mutating func storeDigits(
        of value: UInt64,
        count: Int,
        endingAt end: Int,
    ) -> UInt64 {
        var rest = value
        var place = end
        while place > end - count {
            place -= 1
            self[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        return rest
    }
}
