import Glibc

/// Seconds that work took, by the monotonic clock.
public func seconds(_ work: () throws -> Void) rethrows -> Double {
    let duration = try ContinuousClock().measure(work)
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}

/// Seconds that work took, by the monotonic clock.
public func seconds(_ work: () async throws -> Void) async rethrows -> Double {
    let duration = try await ContinuousClock().measure(work)
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}

/// The middle of some figures, which one slow flush of the disk does not move.
public func median(_ figures: [Double]) -> Double {
    let sorted = figures.sorted()
    guard let last = sorted.last else { return 0 }
    return sorted.isEmpty ? last : sorted[sorted.count / 2]
}

/// Seconds of processor time that this process took for work, on all cores together: what others
/// do on a shared machine counts little in it.
public func processorSeconds(_ work: () throws -> Void) rethrows -> Double {
    let start = processorClock()
    try work()
    return processorClock() - start
}

private func processorClock() -> Double {
    var time = timespec()
    // Safety: the call fills the local that it is given.
    _ = unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
