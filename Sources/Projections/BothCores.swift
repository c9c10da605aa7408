import Dispatch
package import EventLog
import Synchronization

/// Does the same for each of a few elements, as many at once as there are cores, and answers the
/// outcomes in the order of the elements.
///
/// - Throws: the error of the first element that has one; the others are done all the same.
package func onBothCores<Element: Sendable, Outcome: Sendable>(
    _ elements: [Element],
    _ work: @Sendable (Element) throws(LedgerError) -> Outcome,
) throws(LedgerError) -> [Outcome] {
    let results = Mutex<[Int: Result<Outcome, LedgerError>]>([:])
    DispatchQueue.concurrentPerform(iterations: elements.count) { index in
        let result = Result { () throws(LedgerError) in try work(elements[index]) }
        results.withLock { $0[index] = result }
    }
    var outcomes: [Outcome] = []
    for index in elements.indices {
        guard let result = results.withLock({ $0.removeValue(forKey: index) }) else {
            preconditionFailure("work \(index) of \(elements.count) was not done")
        }
        outcomes.append(try result.get())
    }
    return outcomes
}

/// Does two works, one on each core.
///
/// - Throws: the error of the first, else that of the second; both are done in any case.
package func onBothCores(
    _ first: @Sendable () throws(LedgerError) -> Void,
    and second: @Sendable () throws(LedgerError) -> Void,
) throws(LedgerError) {
    _ = try onBothCores([0, 1]) { (index) throws(LedgerError) in
        if index == 0 { try first() } else { try second() }
    }
}
