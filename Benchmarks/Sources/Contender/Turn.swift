import Foundation

/// What one turn took: how many events, how long, and each call's own time.
struct Turn: Codable {
    var events = 0
    var seconds = 0.0
    /// Microseconds of each call that was waited for.
    var micros: [Double] = []

    /// Counts a call that took a time, and added events.
    mutating func add(_ time: Double, events: Int) {
        self.events += events
        seconds += time
        micros.append((time * 1e7).rounded() / 10)
    }

    var json: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }
}
