/// Where the records come from that a ledger is made of anew.
package protocol RestoreSource {
    /// Records that were read and not handed on yet.
    var waiting: ArraySlice<RestoredEvent> { get set }
    /// Bytes that were read so far.
    var bytesRead: Int { get }
    /// All bytes that will be read, where that is known.
    var byteCount: Int? { get }

    /// Reads the next records, some thousands; nothing at the end.
    mutating func read() throws -> [RestoredEvent]?
}

extension RestoreSource {
    /// The records with which the ledger began: those of the genesis's batch.
    ///
    /// - Throws: what reading throws.
    package mutating func first() throws -> [RestoredEvent] {
        guard let genesis = try peek() else { return [] }
        var records: [RestoredEvent] = []
        while records.count <= Int(genesis.batchFollowing), let record = try peek() {
            records.append(record)
            waiting.removeFirst()
        }
        return records
    }

    /// The next records; nothing at the end.
    ///
    /// - Throws: what reading throws.
    package mutating func next() throws -> [RestoredEvent]? {
        guard try peek() != nil else { return nil }
        defer { waiting = [] }
        return Array(waiting)
    }

    private mutating func peek() throws -> RestoredEvent? {
        while waiting.isEmpty {
            guard let records = try read() else { return nil }
            waiting = records[...]
        }
        return waiting.first
    }
}
