import Glibc

/// Hears when a file is written, by whichever process of this machine.
///
/// The kernel tells it (inotify) once the bytes are written, so a writer that dies behind its commit
/// has been heard, and nobody has to keep a socket or a process for it. Where the kernel has no
/// watch to give, `wait` returns after a few milliseconds instead, which costs a look at the file.
package final class FileWatch: Sendable {
    /// What the kernel tells; -1 where it tells nothing.
    private let events: CInt
    private let wakeEnd: CInt
    private let wakeStart: CInt

    /// The longest wait without a watch.
    private static let unwatchedMilliseconds: CInt = 5

    /// - Throws: an error where the process has no descriptors left.
    package init(path: String) throws(LMDBError) {
        var ends: [CInt] = [-1, -1]
        // Safety: C writes two descriptors into the array during the call.
        let code = unsafe ends.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe pipe($0) } ?? -1
        }
        guard code == 0 else { throw FileSystem.lastError("watch", path) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        wakeEnd = ends[0]
        wakeStart = ends[1]
        events = Self.watch(path)
    }

    private static func watch(_ path: String) -> CInt {
        let events = inotify_init1(CInt(O_CLOEXEC | O_NONBLOCK))
        guard events >= 0 else { return -1 }
        // Safety: C reads the path only during the call.
        guard unsafe inotify_add_watch(events, path, UInt32(IN_MODIFY)) >= 0 else {
            close(events)
            return -1
        }
        return events
    }

    deinit {
        for descriptor in [events, wakeEnd, wakeStart] where descriptor >= 0 { close(descriptor) }
    }

    /// Ends the wait under way, or the next one.
    package func wake() {
        let byte: [UInt8] = [1]
        // Safety: C reads one byte of the array. A full pipe has woken whoever waits.
        unsafe _ = byte.withUnsafeBytes { unsafe write(wakeStart, $0.baseAddress, 1) }
    }

    /// Waits until the file was written since the last wait, or somebody calls `wake`, or the time
    /// is up.
    package func wait(milliseconds: Int) {
        var polled = [pollfd(fd: wakeEnd, events: Int16(POLLIN), revents: 0)]
        var limit = CInt(clamping: milliseconds)
        if events >= 0 {
            polled.append(pollfd(fd: events, events: Int16(POLLIN), revents: 0))
        } else {
            limit = min(limit, Self.unwatchedMilliseconds)
        }
        // Safety: the array holds as many entries as it says, and outlives the call.
        _ = unsafe polled.withUnsafeMutableBufferPointer { buffer in
            unsafe poll(buffer.baseAddress, nfds_t(buffer.count), limit)
        }
        for entry in polled where entry.revents != 0 { drain(entry.fd) }
    }

    private func drain(_ descriptor: CInt) {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        // Safety: the buffer is as long as it says, and outlives the call. Reading never waits.
        while unsafe buffer.withUnsafeMutableBytes({ bytes in
            unsafe read(descriptor, bytes.baseAddress, bytes.count)
        }) == buffer.count {}
    }
}
