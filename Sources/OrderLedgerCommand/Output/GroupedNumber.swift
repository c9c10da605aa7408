extension Int {
    /// The number with a comma between thousands.
    var grouped: String {
        var text = ""
        for (index, digit) in String(magnitude).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + String(text.reversed())
    }
}

extension BinaryInteger {
    /// For instance "1 record" or "1,024 records".
    func counted(_ noun: String) -> String {
        self == 1 ? "1 \(noun)" : "\(Int(clamping: self).grouped) \(noun)s"
    }
}
