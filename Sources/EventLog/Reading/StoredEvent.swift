import LMDB
public import Orders

/// An event as the log holds it: who, when, where, and its data.
///
/// A small value that refers to a copy of its record. All that can go wrong has gone well when it
/// is there: what lies outside the record is read, what is sealed opened, and older data carried
/// on. Texts and data are made when they are asked for, each time anew. Events that were read
/// together share blocks of at most 16 KiB, so whoever keeps one event keeps up to so much of its
/// neighbours; `detached()` keeps none of them.
public struct StoredEvent: Sendable {
    /// The record behind it, which is whole.
    package private(set) var slice: RecordSlice
    /// What its record does not hold as it stands; nothing for most events.
    private let contents: StoredContents?

    /// - Throws: `malformed` where a step of the evolution fails, `corrupted` where a part of the
    ///   payload is missing or was altered.
    package init(_ record: Record, in snapshot: borrowing LogSnapshot) throws(LedgerError) {
        slice = RecordSlice(record)
        contents =
            record.isPlain(in: snapshot.tables.evolution)
            ? nil : try StoredContents(record, in: snapshot)
    }

    /// - Parameters:
    ///   - payload: the record's, as far as it can be read.
    ///   - evolution: how data of older versions is carried on.
    /// - Throws: `malformed` where a step of the evolution fails.
    package init(
        _ record: Record,
        payload: Payload,
        evolution: EventEvolution,
    ) throws(LedgerError) {
        slice = RecordSlice(record)
        contents =
            record.isPlain(in: evolution)
            ? nil : try StoredContents(record, payload: payload, evolution: evolution)
    }

    /// - Parameter slice: a whole record.
    init(_ slice: RecordSlice, _ contents: StoredContents?) {
        self.slice = slice
        self.contents = contents
    }

    /// Becomes the event of another record of the same block, which says all of it as it stands.
    ///
    /// To make a new value for each would count each as one who keeps the block.
    @inline(__always)
    mutating func move(to place: RecordCopies.Place) { slice.move(to: place) }

    /// The same event with a copy of its record that it shares with no other: for events that are
    /// kept for long, few of many.
    ///
    /// - Complexity: O(bytes).
    public func detached() -> StoredEvent { StoredEvent(slice.detached(), contents) }
}

extension StoredEvent {
    /// The event's place in the whole log.
    public var position: Position { slice.position }
    /// The event's place in its order.
    public var revision: Revision { Revision(UInt64(slice.header.revision)) }
    /// The order's name; `$ledger` for events of the ledger's own stream.
    public var order: String { slice.text(.order) }
    /// The event's id, unique within its order.
    public var id: String { slice.text(.id) }
    /// The type's word without a prefix, for instance "paymentCaptured"; a type of others, which
    /// has dots, stands here whole.
    public var type: String { slice.typeName }
    /// The version of `data`: the newest of its type, or the recorded one where that is newer or
    /// nobody said anything about the type.
    public var typeVersion: UInt8 {
        if case .older(let newest) = familiarity { newest } else { recordedVersion }
    }
    /// The version that was recorded.
    public var recordedVersion: UInt8 { slice.header.typeVersion }
    /// Whether the type and the version that was recorded are known.
    public var familiarity: EventFamiliarity { contents?.familiarity ?? .current }
    /// When it happened, claimed.
    public var occurredAt: Timestamp { slice.occurredAt }
    /// When the ledger took it.
    public var recordedAt: Timestamp { slice.recordedAt }
    /// Whether it was taken under the policy observe.
    public var isObserved: Bool { slice.header.digest.traits.contains(.observed) }
    /// KIND:ID, or empty where nobody said.
    public var actor: String { slice.text(.actor) }
    /// The system that it came from, a URI reference.
    public var source: String { slice.text(.source) }
    /// The id that all events of one undertaking share; empty where nobody said.
    public var correlation: String { slice.text(.correlation) }
    /// The id of the event that this one answers; empty where nobody said.
    public var causation: String { slice.text(.causation) }
}

extension StoredEvent {
    /// The event's data as JSON, as the newest version of its type has it; without what was erased
    /// or cannot be opened. Where no step lies between, the bytes are those that were recorded.
    ///
    /// - Complexity: O(bytes): they are copied out of the record each time.
    public var data: [UInt8] { contents?.upcast ?? recordedData }

    /// The data in the bytes that were recorded, without what was erased or cannot be opened.
    ///
    /// - Complexity: O(bytes).
    public var recordedData: [UInt8] {
        if contents == nil, slice.header.lengths.personalPart == 0 {
            return slice.part(.publicPart)
        }
        return payload.merged()
    }

    /// The personal part as it is stored, sealed; nothing where the event has none.
    public var sealed: [UInt8]? { contents?.sealed }

    /// The payload in its two parts, for writers of exchange formats.
    package var payload: Payload {
        contents?.payload
            ?? Payload(
                publicPart: slice.part(.publicPart),
                personalPart: slice.part(.personalPart)
            )
    }
}
