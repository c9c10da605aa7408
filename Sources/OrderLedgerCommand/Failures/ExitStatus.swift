/// How a command ended, as scripts see it.
enum ExitStatus: Int32 {
    case done = 0
    /// Done, but something was found: findings, refusals, malformed lines, differences.
    case found = 1
    case usage = 64
    /// Malformed input, no ledger, a ledger of a newer format, or of an earlier one to be rebuilt.
    case malformed = 65
    /// No such input, ledger or order.
    case missing = 66
    case cannotCreate = 73
    /// Reading or writing failed, or disk or map is full.
    case inputOutput = 74
    /// A wrong expected revision, a conflict or a busy ledger: try again.
    case tryAgain = 75
}
