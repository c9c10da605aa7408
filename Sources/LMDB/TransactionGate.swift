import Glibc

/// Counts this process's live transactions, and lets one caller wait until there are none.
///
/// LMDB moves its memory map only when nobody reads it, and does not check that itself. A
/// reader–writer lock of the system would not do: a read transaction may end on another thread
/// than the one that began it.
///
/// @unchecked Sendable: both counters are touched only while `mutex` is held.
@safe
final class TransactionGate: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var live = 0
    /// Someone wants the map for himself: no new transaction begins.
    private var isClaimed = false
    /// Someone has the map for himself.
    private var isExclusive = false

    init() {
        // Safety: both objects are heap cells of their own, never moved, freed in deinit only.
        unsafe mutex = .allocate(capacity: 1)
        unsafe changed = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(changed, nil)
    }

    deinit {
        // Safety: no thread can be inside, for a thread inside holds a reference.
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    /// Counts one more transaction; waits while someone wants the map for himself.
    func enter() {
        lock()
        while isClaimed {
            wait()
        }
        live += 1
        unlock()
    }

    /// Counts a look at the map that waits for nothing else, so that a thread with a transaction,
    /// for which someone may be waiting, can take it too.
    func enterBriefly() {
        lock()
        while isExclusive {
            wait()
        }
        live += 1
        unlock()
    }

    /// Counts one transaction less.
    func leave() {
        lock()
        precondition(live > 0, "a transaction left the gate twice")
        live -= 1
        if live == 0 {
            wakeAll()
        }
        unlock()
    }

    /// Runs `body` while no transaction is live; new ones wait meanwhile.
    ///
    /// The caller must have no transaction of its own, or it waits for itself.
    func exclusively<Result>(
        _ body: () throws(LMDBError) -> Result
    ) throws(LMDBError) -> Result {
        lock()
        while isClaimed {
            wait()
        }
        isClaimed = true
        while live > 0 {
            wait()
        }
        isExclusive = true
        unlock()
        defer {
            lock()
            isClaimed = false
            isExclusive = false
            wakeAll()
            unlock()
        }
        return try body()
    }

    /// Runs `body` if no transaction is live just now; never waits for one.
    ///
    /// - Returns: whether it ran.
    func exclusivelyIfIdle(_ body: () -> Void) -> Bool {
        lock()
        guard live == 0, !isClaimed else {
            unlock()
            return false
        }
        isClaimed = true
        isExclusive = true
        unlock()
        body()
        lock()
        isClaimed = false
        isExclusive = false
        wakeAll()
        unlock()
        return true
    }

    private func lock() {
        // Safety: the mutex lives as long as self, which the caller holds.
        unsafe pthread_mutex_lock(mutex)
    }

    private func unlock() {
        // Safety: called only by the thread that locked, at the end of the same function.
        unsafe pthread_mutex_unlock(mutex)
    }

    private func wait() {
        // Safety: the mutex is held by this thread; every caller checks its condition again.
        unsafe pthread_cond_wait(changed, mutex)
    }

    private func wakeAll() {
        // Safety: the condition lives as long as self.
        unsafe pthread_cond_broadcast(changed)
    }
}
