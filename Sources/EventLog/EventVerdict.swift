package import Orders

/// What became of an event that was appended among many others, on its own.
package enum EventVerdict: Sendable {
    /// Recorded, and on the device.
    case recorded
    /// Recorded before with the same content; nothing was written.
    case duplicate
    /// The workflow turned it away.
    case refused(Refusal)
    /// It could not be recorded, or nothing could.
    case failed(LedgerError)
}
