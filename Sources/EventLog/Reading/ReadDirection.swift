/// Which way a read goes through the log.
public enum ReadDirection: Sendable, Hashable {
    /// From a position towards the end of the log.
    case forward
    /// From a position towards the first event.
    case backward
}
