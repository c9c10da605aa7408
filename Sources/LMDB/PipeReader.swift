import Glibc

/// Whoever reads what this process writes.
package enum PipeReader {
    /// Waits, on the thread that calls, until nobody reads a pipe any more, or a terminal is gone.
    ///
    /// - Returns: false at once where the descriptor cannot be watched; of a file nobody is ever gone.
    package static func waitUntilGone(from descriptor: CInt) -> Bool {
        // Errors are told unasked.
        var polled = [pollfd(fd: descriptor, events: 0, revents: 0)]
        while true {
            // Safety: the array holds one entry and outlives the call.
            let count = unsafe polled.withUnsafeMutableBufferPointer { buffer in
                unsafe poll(buffer.baseAddress, 1, -1)
            }
            if count > 0 { return polled[0].revents & Int16(POLLNVAL) == 0 }
            guard count == 0 || errno == EINTR else { return false }
        }
    }
}
