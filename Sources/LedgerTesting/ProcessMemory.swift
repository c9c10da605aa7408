import Foundation

/// What the kernel says of this process's memory.
package enum ProcessMemory {
    /// Bytes that are this process's alone: neither files that are mapped nor code. Zero where the
    /// kernel does not say.
    package static var ownBytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1_024
    }
}
