import Foundation
import Workloads

// What a ledger's size does to it. `growth lines FROM TO` writes the CloudEvents of orders to
// standard output, for `orderledger import -`; `growth measure PATH EVENTS` prints as JSON what a
// ledger filled with so many events answers how fast. `Benchmarks/growth` runs both, and the chart.
let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count == 3, let second = Int(arguments[2]) else {
    print("usage: growth lines FROM-ORDER TO-ORDER, growth measure PATH EVENTS")
    exit(64)
}

switch arguments[0] {
case "lines":
    guard let first = Int(arguments[1]), first < second else { exit(64) }
    var lines = EventFile(.standardOutput)
    try lines.write(orders: first..<second)
case "measure":
    let figures = try await Figures(ofLedgerAt: arguments[1], events: second)
    print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
default:
    print("there is no «\(arguments[0])»")
    exit(64)
}
