extension Currency {
    /// A sum of minor units with all decimals; sums may be larger than any one amount.
    package func text(ofSum sum: Int128) -> String {
        let decimals = Int(exponent)
        guard decimals > 0 else { return "\(sum)" }
        let digits = String(sum.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return (sum < 0 ? "-" : "") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }
}
