import Foundation
import RawLMDB
import Workloads

// Every figure stands beside its raw counterpart, measured in turn in the same run: times on shared
// machines are noisy, ratios much less so.
let arguments = CommandLine.arguments.dropFirst()
let isQuick = arguments.contains("--quick")
let events = isQuick ? 50_000 : 1_000_000

let table = RatioTable()
let scratch = try Scratch()
try await SingleAppend(scratch: scratch, rounds: isQuick ? 2 : 5).run(into: table)
try await BulkAppend(scratch: scratch, events: events).run(into: table)
try await Reading(scratch: scratch, events: events).run(into: table)
print(table.text)
