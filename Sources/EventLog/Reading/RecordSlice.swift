import LMDB
package import Orders

/// A record in a block of bytes into which it was copied together with its neighbours.
///
/// A small value that nothing is allocated for: the header is read where it lies, texts are made
/// when somebody asks for them. It keeps the whole block in memory (`RecordCopies.blockBytes`).
package struct RecordSlice: Sendable {
    package private(set) var position: Position
    private let block: [UInt8]
    private var start: UInt32
    private var count: UInt32

    /// - Parameter place: where a record lies of which at least the header can be read.
    @inline(__always)
    init(_ place: RecordCopies.Place, in block: [UInt8]) {
        position = Position(place.position)
        self.block = block
        start = place.start
        count = place.count
    }

    /// Moves on to another record of the same block.
    @inline(__always)
    mutating func move(to place: RecordCopies.Place) {
        position = Position(place.position)
        start = place.start
        count = place.count
    }

    /// A record that shares its bytes with no other.
    package init(_ record: Record) {
        self.init(alone: record.bytes, at: record.position)
    }

    private init(alone bytes: [UInt8], at position: Position) {
        self.position = position
        block = bytes
        start = 0
        count = UInt32(bytes.count)
    }

    /// The bytes that it keeps in memory.
    var blockBytes: Int { block.count }

    /// Hands the record's bytes to a body.
    @inline(__always)
    package func read<Value>(_ body: (borrowing Span<UInt8>) -> Value) -> Value {
        body(block.span.extracting(Int(start)..<Int(start) + Int(count)))
    }

    /// The record by itself, of which the bytes are copied.
    ///
    /// - Throws: `corrupted` where it is not whole.
    package var record: Record {
        get throws(LedgerError) { try Record(position: position, bytes: read { $0.copy() }) }
    }

    /// The same record with a block of its own.
    func detached() -> RecordSlice {
        RecordSlice(alone: read { $0.copy() }, at: position)
    }
}

extension RecordSlice {
    package var header: RecordHeader {
        @inline(__always) get { read { RecordHeader(readable: $0) } }
    }

    /// The type's name: from the text where the record carries one, else by its code.
    package var typeName: String { read { RecordHeader.typeName(readable: $0) } }

    package var occurredAt: Timestamp { Timestamp(microseconds: header.occurredAt) }
    package var recordedAt: Timestamp { Timestamp(microseconds: header.recordedAt) }

    @inline(__always)
    package func text(_ field: Record.Field) -> String {
        read { $0.text(in: RecordHeader(readable: $0).range(of: field)) }
    }

    /// A copy of a part of the payload as it is stored: the part itself, or its SHA-256.
    @inline(__always)
    package func part(_ field: Record.Field) -> [UInt8] {
        read { $0.bytes(in: RecordHeader(readable: $0).range(of: field)) }
    }
}
