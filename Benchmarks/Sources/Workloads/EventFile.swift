public import Foundation
import OrderLedger

/// A file of CloudEvents lines: the very events that `OrderStream` prepares, for import and for
/// stores that are not ours.
public struct EventFile: ~Copyable {
    private let file: FileHandle
    private var buffer: [UInt8] = []

    /// The source that the lines name.
    private static let source = "/bench"
    private static let bufferBytes = 1 << 20

    /// Writes to a file that is there, or to standard output.
    public init(_ file: FileHandle) { self.file = file }

    /// Writes the lines of whole orders, in parts, so that memory stays flat.
    public mutating func write(orders: Range<Int>) throws {
        var stream = try OrderStream(startingAt: orders.lowerBound)
        for _ in orders {
            for event in try stream.next(orders: 1) { append(event) }
            if buffer.count >= Self.bufferBytes { try flush() }
        }
        try flush()
    }

    private mutating func append(_ event: NewEvent) {
        buffer += Array(
            ("{\"specversion\":\"1.0\",\"id\":\"\(event.id)\",\"source\":\"\(Self.source)\","
                + "\"type\":\"order.\(event.type.name)\",\"subject\":\"\(event.order)\","
                + "\"time\":\"2026-03-01T10:00:00Z\",\"datacontenttype\":\"application/json\","
                + "\"data\":").utf8
        )
        buffer += event.payload.publicPart
        buffer += Array("}\n".utf8)
    }

    private mutating func flush() throws {
        try file.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
