/// The options that every subcommand has, for those who write them before its name.
enum CommonArguments {
    private static let withValue: Set<String> = ["--ledger", "--format"]
    private static let flags: Set<String> = ["--quiet"]
    /// Subcommands that have subcommands of their own, which take the options.
    private static let groups: Set<String> = ["export"]

    /// The same arguments with common options moved behind the subcommand's name.
    ///
    /// `orderledger --ledger shop.ledger tabs` means what `orderledger tabs --ledger shop.ledger`
    /// does; anything else stays where it is.
    static func moved(_ arguments: [String]) -> [String] {
        var rest = arguments[...]
        var common: [String] = []
        while let next = rest.first {
            let name = String(next.prefix { $0 != "=" })
            if flags.contains(next) || (withValue.contains(name) && name != next) {
                common.append(rest.removeFirst())
            } else if withValue.contains(next), rest.count > 1 {
                common += rest.prefix(2)
                rest.removeFirst(2)
            } else {
                break
            }
        }
        guard !common.isEmpty, let subcommand = rest.first, !subcommand.hasPrefix("-") else {
            return arguments
        }
        let words = groups.contains(subcommand) ? rest.prefix(2) : rest.prefix(1)
        return words + common + rest.dropFirst(words.count)
    }
}
