import CLMDB
import Glibc

/// Hears when a file is written, by whichever process of this machine.
///
/// The kernel tells it (inotify) when bytes were written, so nobody has to keep a socket or a process
/// for it. It is a hint and no more: of an LMDB file it comes with the write of the meta page, just
/// before liblmdb lets readers see the commit. Where the kernel has no watch to give, `wait` returns
/// after a few milliseconds instead, which costs a look at the file.
package final class FileWatch: Sendable {
    /// Why a wait ended.
    package enum Sign: Sendable {
        case written
        /// Somebody called `wake`.
        case woken
        case timeUp
    }

    /// What the kernel tells; -1 where it tells nothing.
    private let events: CInt
    private let wakeEnd: CInt
    private let wakeStart: CInt

    /// The longest wait without a watch.
    private static let unwatchedMicroseconds = 5_000

    /// - Throws: an error where the process has no descriptors left.
    package init(path: String) throws(LMDBError) {
        var ends: [CInt] = [-1, -1]
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        // Safety: C writes two descriptors into the array during the call.
        let code = unsafe ends.withUnsafeMutableBufferPointer { buffer in
            unsafe socketpair(AF_UNIX, kind, 0, buffer.baseAddress)
        }
        guard code == 0 else { throw FileSystem.lastError("watch", path) }
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
        // Safety: C reads one byte of the array. A full buffer has woken whoever waits.
        unsafe _ = byte.withUnsafeBytes { unsafe write(wakeStart, $0.baseAddress, 1) }
    }

    /// Waits until somebody calls `wake`, or the file was written since the last wait, or the time
    /// is up.
    ///
    /// - Parameter heedsFile: whether a write to the file ends the wait, and not only `wake`.
    package func wait(microseconds: Int, heedsFile: Bool = true) -> Sign {
        var polled = [pollfd(fd: wakeEnd, events: Int16(POLLIN), revents: 0)]
        var limit = microseconds
        if heedsFile, events >= 0 {
            polled.append(pollfd(fd: events, events: Int16(POLLIN), revents: 0))
        } else if heedsFile {
            limit = min(limit, Self.unwatchedMicroseconds)
        }
        var time = timespec(tv_sec: limit / 1_000_000, tv_nsec: limit % 1_000_000 * 1_000)
        // Safety: the array holds as many entries as it says; both outlive the call.
        _ = unsafe polled.withUnsafeMutableBufferPointer { buffer in
            unsafe ppoll(buffer.baseAddress, nfds_t(buffer.count), &time, nil)
        }
        for entry in polled where entry.revents != 0 { drain(entry.fd) }
        if polled[0].revents != 0 { return .woken }
        return polled.count > 1 && polled[1].revents != 0 ? .written : .timeUp
    }

    private func drain(_ descriptor: CInt) {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        // Safety: the buffer is as long as it says, and outlives the call. Reading never waits.
        while unsafe buffer.withUnsafeMutableBytes({ bytes in
            unsafe read(descriptor, bytes.baseAddress, bytes.count)
        }) == buffer.count {}
    }
}
