extension RandomAccessCollection {
    /// The index of the first element that a condition holds for; the end where there is none.
    ///
    /// - Parameter isBehind: holds for all elements behind one that it holds for.
    /// - Complexity: O(log n).
    package func partitioningIndex<Failure: Error>(
        where isBehind: (Element) throws(Failure) -> Bool
    ) throws(Failure) -> Index {
        var low = startIndex
        var length = count
        while length > 0 {
            let half = length / 2
            let middle = index(low, offsetBy: half)
            if try isBehind(self[middle]) {
                length = half
            } else {
                low = index(after: middle)
                length -= half + 1
            }
        }
        return low
    }
}
