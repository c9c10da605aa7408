import Foundation
import RawLMDB
import Workloads

// Every figure stands beside its raw counterpart, measured in turn in the same run: times on shared
// machines are noisy, ratios much less so. `ratios plans clock` measures those pieces alone, and
// `--quick` all of them in small.
let arguments = CommandLine.arguments.dropFirst()
let isQuick = arguments.contains("--quick")
let pieces = arguments.filter { !$0.hasPrefix("--") }
let events = isQuick ? 50_000 : 1_000_000

let table = RatioTable()

/// Whether a piece was asked for; all are where none is named.
func isAsked(_ piece: String) -> Bool { pieces.isEmpty || pieces.contains(piece) }

if isAsked("single") {
    try await SingleAppend(scratch: Scratch(), rounds: isQuick ? 2 : 5).run(into: table)
}
if isAsked("bulk") { try await BulkAppend(scratch: Scratch(), events: events).run(into: table) }
if isAsked("personal") {
    try await Personal(scratch: Scratch(), events: events, rounds: isQuick ? 2 : 5).run(into: table)
}
if isAsked("import") {
    try Importing(scratch: Scratch(), events: events, rounds: isQuick ? 2 : 3).run(into: table)
}
if isAsked("tree") { try await Tree(scratch: Scratch(), events: events).run(into: table) }
if isAsked("reading") { try await Reading(scratch: Scratch(), events: events).run(into: table) }
if isAsked("tabs") {
    try Tabs(scratch: Scratch(), orders: isQuick ? 100_000 : 10_000_000).run(into: table)
}
if isAsked("verify") { try Verifying(scratch: Scratch(), events: events).run(into: table) }
if isAsked("snapshots") {
    try Snapshots(scratch: Scratch(), orders: isQuick ? 10_000 : 1_000_000).run(into: table)
}
if isAsked("following") {
    try await Following(scratch: Scratch(), events: events).run(into: table)
}
if isAsked("plans") { try await Plans(scratch: Scratch(), events: events).run(into: table) }
if isAsked("clock") {
    try await Clock(
        scratch: Scratch(),
        plans: isQuick ? 20_000 : 1_000_000,
        deadlines: isQuick ? 6_000 : 100_000
    ).run(into: table)
}
print(table.text)
