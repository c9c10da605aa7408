extension String {
    /// Columns that a terminal gives the text: two for wide characters, none for joining marks.
    var displayWidth: Int {
        var bytes = utf8Span
        if bytes.checkForASCII() { return bytes.count }
        return reduce(0) { $0 + $1.displayWidth }
    }

    /// The text, cut to a number of columns; what was cut off is marked by an ellipsis.
    func truncated(toColumns columns: Int) -> String {
        guard displayWidth > columns else { return self }
        var kept = ""
        var width = 0
        for character in self {
            width += character.displayWidth
            if width > columns - 1 { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// The text broken at blanks into lines of a width; a word that is longer stays whole.
    func wrapped(toColumns columns: Int) -> [String] {
        guard displayWidth > columns else { return [self] }
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ", omittingEmptySubsequences: false).map(String.init) {
            if !line.isEmpty, line.displayWidth + 1 + word.displayWidth > columns {
                lines.append(line)
                line = word
            } else {
                line += line.isEmpty ? word : " " + word
            }
        }
        return lines + [line]
    }

    /// The text with control characters written out, so that data cannot drive a terminal.
    var printable: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.isControl {
                text += scalar.escaped(asASCII: true)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is a control character, or turns the direction of the text around it.
    fileprivate var isControl: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension Character {
    fileprivate var displayWidth: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}") { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return Self.isWide(first.value) ? 2 : 1
        }
    }

    /// Whether Unicode Standard Annex 11 counts a scalar as wide or full width.
    private static func isWide(_ scalar: UInt32) -> Bool {
        wideRanges.contains { $0.contains(scalar) }
    }

    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
        0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
        0x20000...0x3FFFD,
    ]
}
