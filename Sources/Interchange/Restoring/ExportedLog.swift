package import EventLog

/// The records of an exported log, in the order of the file.
package struct ExportedLog: RestoreSource {
    private let file: InputFile
    private var source: LineSource
    private let reader = CloudEventsReader(for: .restoring)
    package var waiting: ArraySlice<RestoredEvent> = []
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

    /// The next records; nothing at the end.
    ///
    /// - Throws: `MalformedLine` for a line that no ledger wrote, `InputError`, and `LedgerError`
    ///   for an event of the ledger's own that this build does not know.
    package mutating func read() throws -> [RestoredEvent]? {
        guard let block = try source.nextBlock() else { return nil }
        return try read(block)
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
