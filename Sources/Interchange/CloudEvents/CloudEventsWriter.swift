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
        _ record: Record,
        _ payload: Payload,
        sealed: [UInt8]? = nil,
        to lines: inout [UInt8],
    ) {
        var writer = JSONWriter(appendingTo: lines.takeAll())
        writer.beginObject()
        let isLedgers = record.header.ordinal == 0
        let name = record.typeName
        writer.attribute(.specversion, "1.0")
        writer.attribute(.id, record.id)
        writer.attribute(.source, record.source)
        writer.attribute(
            .type,
            isLedgers ? EnvelopeType.ledgerText(name) : EnvelopeType.orderText(name)
        )
        writer.attribute(.subject, record.order)
        writer.attribute(.time, record.occurredAt.description)
        writer.attribute(.datacontenttype, "application/json")
        writer.key(EnvelopeMember.data.name)
        writer.raw(payload.merged())
        appendExported(record, to: &writer)
        if let sealed { writer.attribute(.sealed, Data(sealed).base64EncodedString()) }
        writer.endObject()
        // Consumed, for a writer that lives on would share the bytes, and the next byte copy them.
        lines = (consume writer).finish()
        lines.append(UInt8(ascii: "\n"))
    }

    private func appendExported(_ record: Record, to writer: inout JSONWriter) {
        let header = record.header
        writer.attribute(.sequence, record.position.description)
        writer.attribute(.recordedtime, record.recordedAt.description)
        writer.attribute(.partitionkey, record.order)
        writer.attributeUnlessEmpty(.correlationid, record.correlation)
        writer.attributeUnlessEmpty(.causationid, record.causation)
        writer.attributeUnlessEmpty(.actor, record.actor)
        if header.typeVersion != 1 {
            writer.key(EnvelopeMember.typeversion.name)
            writer.integer(Int64(header.typeVersion))
        }
        if header.digest.traits.contains(.observed) {
            writer.attribute(.policy, AppendPolicy.observe.rawValue)
        }
        if header.digest.traits.contains(.numbered) {
            writer.key(EnvelopeMember.numbered.name)
            writer.bool(true)
        }
        if header.batchFollowing > 0 {
            writer.attribute(.batchfollowing, String(header.batchFollowing))
        }
    }
}

extension JSONWriter {
    fileprivate mutating func attribute(_ member: EnvelopeMember, _ text: String) {
        key(member.name)
        string(text)
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
