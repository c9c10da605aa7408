// Follows a tab of a ledger and prints what is in it, what enters and what leaves.
//
//     swift run FollowTab orders.ledger delivered marketplace
//
// It goes on until it is interrupted; another process may append meanwhile.
import OrderLedger

guard CommandLine.arguments.count == 4 else {
    fatalError("give a ledger, a tab and a workflow")
}
let tab = LiveView.tab(CommandLine.arguments[2], of: CommandLine.arguments[3])
let ledger = try Ledger.open(
    at: CommandLine.arguments[1],
    options: LedgerOptions(access: .readOnly)
)

for await element in ledger.changes(in: tab) {
    switch element {
    case .listed(let order, _):
        print("listed", order)
    case .changed(let change) where change.isEntry:
        print("enters", change.order, "at", change.position)
    case .changed(let change) where change.isExit:
        print("leaves", change.order, "at", change.position)
    case .caughtUp(let position):
        print("caught up at", position)
    case .ended(let reason):
        print("ended:", reason)
    case .changed, .checkpoint, .fellBehind:
        continue
    }
}
