package import EventLog

/// Rows, one behind the other.
package struct RunBlock: Sendable {
    var bytes: [UInt8] = []
    /// Where each row begins.
    var starts: [Int] = []

    /// No rows.
    package init() {}

    package var isEmpty: Bool { starts.isEmpty }

    /// Adds a row behind the others.
    package mutating func append(_ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        starts.append(bytes.count)
        RunRow.append(key, value, to: &bytes)
    }

    /// Adds the rows of another behind these.
    mutating func append(_ other: RunBlock) {
        let count = bytes.count
        starts.append(contentsOf: other.starts.lazy.map { count + $0 })
        bytes.append(contentsOf: other.bytes)
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
    }

    /// Hands over the rows in their order.
    package func forEach(
        _ each: (_ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        for start in starts {
            let row = RunRow(in: bytes.span, at: start)
            try each(bytes[row.key], bytes[row.value])
        }
    }
}
