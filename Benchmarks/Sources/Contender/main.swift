import Foundation
import OrderLedger
import Workloads

// One turn of the ledger, or of the raw loop beside it, in the comparison with other stores:
// `contender STORE WORK FOLDER COUNT` prints what it took as JSON. `Benchmarks/peers` runs it.
let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count == 4, let count = Int(arguments[3]) else {
    print("usage: contender ledger|raw events|single|group|bulk|import|read PATH COUNT")
    exit(64)
}
let path = arguments[2]

switch (arguments[0], arguments[1]) {
case ("ledger", "events"):
    guard FileManager.default.createFile(atPath: path, contents: nil),
        let handle = FileHandle(forWritingAtPath: path)
    else { exit(73) }
    var file = EventFile(handle)
    try file.write(orders: 0..<count / OrderStream.eventsPerOrder)
case ("ledger", "single"): print(try LedgerTurn(making: path).single(count).json)
case ("ledger", "group"): print(try await LedgerTurn(making: path).group(count).json)
case ("ledger", "bulk"): print(try LedgerTurn(making: path).bulk(count).json)
case ("ledger", "import"): print(try LedgerTurn(making: path).importing(count).json)
case ("ledger", "read"): print(try LedgerTurn(opening: path).read().json)
case ("raw", "single"): print(try RawTurn(path).append(count, perCommit: 1).json)
case ("raw", "bulk"): print(try RawTurn(path).append(count, perCommit: 10_000).json)
default:
    print("there is no turn «\(arguments[1])» of «\(arguments[0])»")
    exit(64)
}
