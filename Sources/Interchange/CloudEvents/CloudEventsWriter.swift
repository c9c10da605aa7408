package import EventLog
import Foundation
package import Orders

/// Writes records as CloudEvents 1.0 in the JSON format, one a line.
///
/// A line tells all that its record holds, so that the same bytes can be made from it again. Beside
/// the documented attributes it carries `policy`, `observe` where the record was taken under that
/// policy, `numbered`, true where the ledger gave the paper its number, and `batchfollowing`, the
/// number of records of the same atomic batch that follow; each only where it says something. What
/// is sealed stands in `sealed` as it is stored, and opened in `data` where the ledger has the key.
package struct CloudEventsWriter: Sendable {
    package init() {}

    /// Appends a record's line with its line feed.
    ///
    /// - Complexity: O(bytes).
    package func append(
        _ record: RecordSlice,
        _ payload: Payload,
        sealed: [UInt8]? = nil,
        to lines: inout [UInt8],
    ) {
        var writer = JSONWriter(appendingTo: lines.takeAll())
        writer.beginObject()
        let header = record.header
        writer.attribute(.specversion, "1.0")
        writer.attribute(.id, record.text(.id))
        writer.attribute(.source, record.text(.source))
        writer.attribute(
            .type,
            header.ordinal == 0
                ? EnvelopeType.ledgerText(record.typeName)
                : EnvelopeType.orderText(record.typeName)
        )
        writer.attribute(.subject, record.text(.order))
        writer.attribute(.time, record.occurredAt)
        writer.attribute(.datacontenttype, "application/json")
        writer.key(.data)
        writer.written(payload.merged())
        appendExported(record, header, to: &writer)
        if let sealed { writer.attribute(.sealed, Data(sealed).base64EncodedString()) }
        writer.endObject()
        // Consumed, for a writer that lives on would share the bytes, and the next byte copy them.
        lines = (consume writer).finish()
        lines.append(UInt8(ascii: "\n"))
    }

    private func appendExported(
        _ record: RecordSlice,
        _ header: RecordHeader,
        to writer: inout JSONWriter,
    ) {
        writer.attribute(.sequence, record.position.description)
        writer.attribute(.recordedtime, record.recordedAt)
        writer.attribute(.partitionkey, record.text(.order))
        writer.attributeUnlessEmpty(.correlationid, record.text(.correlation))
        writer.attributeUnlessEmpty(.causationid, record.text(.causation))
        writer.attributeUnlessEmpty(.actor, record.text(.actor))
        if header.typeVersion != 1 {
            writer.key(.typeversion)
            writer.integer(Int64(header.typeVersion))
        }
        if header.digest.traits.contains(.observed) {
            writer.attribute(.policy, AppendPolicy.observe.rawValue)
        }
        if header.digest.traits.contains(.numbered) {
            writer.key(.numbered)
            writer.bool(true)
        }
        if header.batchFollowing > 0 {
            writer.attribute(.batchfollowing, String(header.batchFollowing))
        }
    }
}

extension JSONWriter {
    fileprivate mutating func key(_ member: EnvelopeMember) { key(quoted: member.key) }

    fileprivate mutating func attribute(_ member: EnvelopeMember, _ text: String) {
        key(member)
        string(text)
    }

    fileprivate mutating func attribute(_ member: EnvelopeMember, _ time: Timestamp) {
        key(member)
        quoted { time.append(to: &$0) }
    }

    fileprivate mutating func attributeUnlessEmpty(_ member: EnvelopeMember, _ text: String) {
        if !text.isEmpty { attribute(member, text) }
    }
}

extension [UInt8] {
    /// Hands the bytes over and leaves none, so that the next owner need not copy them.
    fileprivate mutating func takeAll() -> [UInt8] {
        let all = self
        self = []
        return all
    }
}
