import Foundation

/// Figures beside their raw counterparts, printed as a Markdown table.
final class RatioTable {
    private var rows: [[String]] = []

    /// Adds a row; `ratio` is what the row promises, already divided the way that it is stated.
    func add(_ work: String, _ figure: String, against raw: String, ratio: Double, target: String) {
        rows.append([work, figure, raw, String(format: "%.2f", ratio), target])
    }

    /// Adds a row that has no raw counterpart.
    func add(_ work: String, _ figure: String, target: String = "") {
        rows.append([work, figure, "", "", target])
    }

    var text: String {
        let head = ["work", "ledger", "raw counterpart", "ratio", "target"]
        let lines = [head, head.map { _ in "---" }] + rows
        return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }
}

/// A rate with three digits, for instance "812,000 /s".
func rate(_ count: Int, in seconds: Double) -> String {
    let perSecond = Double(count) / seconds
    let digits = max(0, Int(log10(perSecond)) - 2)
    let unit = pow(10, Double(digits))
    return "\(grouped(Int((perSecond / unit).rounded() * unit))) /s"
}

/// A duration in microseconds or milliseconds.
func time(_ seconds: Double) -> String {
    seconds < 0.01
        ? String(format: "%.1f µs", seconds * 1e6) : String(format: "%.1f ms", seconds * 1e3)
}

private func grouped(_ number: Int) -> String {
    var text = String(number)
    var index = text.endIndex
    while let next = text.index(index, offsetBy: -3, limitedBy: text.startIndex),
        next > text.startIndex
    {
        text.insert(",", at: next)
        index = next
    }
    return text
}
