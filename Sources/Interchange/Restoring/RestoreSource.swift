package import EventLog

/// Reads the records of an exported log, in the order of the file.
package struct RestoreSource {
    private let file: InputFile
    private var source: LineSource
    private let reader = CloudEventsReader(for: .restoring)
    private var waiting: ArraySlice<RestoredEvent> = []
    /// Bytes of the file that were read so far.
    package private(set) var bytesRead = 0

    /// Opens an export.
    ///
    /// - Throws: `InputError`: `noSuchFile`, `unreadable`, `programMissing`.
    package init(_ file: InputFile) throws {
        self.file = file
        source = try LineSource(file)
    }

    /// The size of the file in bytes, where it is a plain one.
    package var byteCount: Int? { file.byteCount }

    /// The records with which the ledger began: those of the genesis's batch.
    ///
    /// - Throws: as `next()` does.
    package mutating func first() throws -> [RestoredEvent] {
        guard let genesis = try peek() else { return [] }
        var records: [RestoredEvent] = []
        while records.count <= Int(genesis.batchFollowing), let record = try peek() {
            records.append(record)
            waiting.removeFirst()
        }
        return records
    }

    private mutating func peek() throws -> RestoredEvent? {
        while waiting.isEmpty {
            guard let block = try source.nextBlock() else { return nil }
            waiting = try read(block)[...]
        }
        return waiting.first
    }

    /// The next records, some thousands; nothing at the end.
    ///
    /// - Throws: `MalformedLine` for a line that no ledger wrote, `InputError`, and `LedgerError`
    ///   for an event of the ledger's own that this build does not know.
    package mutating func next() throws -> [RestoredEvent]? {
        guard try peek() != nil else { return nil }
        defer { waiting = [] }
        return Array(waiting)
    }

    private mutating func read(_ block: LineBlock) throws -> [RestoredEvent] {
        bytesRead = block.bytesRead
        return try block.items.map { item in
            switch reader.read(item, of: block) {
            case .event(let read):
                guard let place = read.exported else {
                    preconditionFailure("the reader restores, so it tells the place")
                }
                return RestoredEvent(read.event, place)
            case .ledger(let read):
                guard let place = read.exported else {
                    preconditionFailure("the reader restores, so it tells the place")
                }
                let event = try NewEvent(
                    restoring: read.name,
                    id: read.id,
                    data: read.data,
                    occurredAt: read.occurredAt,
                    context: read.context
                )
                return RestoredEvent(event, place)
            case .malformed(let place): throw place
            case .tooLarge(let event): throw event.place
            }
        }
    }
}

extension RestoredEvent {
    fileprivate init(_ event: NewEvent, _ place: ExportedPlace) {
        self.init(
            event,
            position: place.position,
            recordedAt: place.recordedAt,
            policy: place.policy,
            batchFollowing: place.batchFollowing,
            isNumbered: place.isNumbered
        )
    }
}
