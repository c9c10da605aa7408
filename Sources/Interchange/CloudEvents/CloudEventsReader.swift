import EventLog
import Orders

/// Reads CloudEvents 1.0 in the JSON format.
///
/// An event of an order has the type `order.` and its name; a type of others, which has dots of its
/// own, keeps its whole name and is kept as an unknown one. Types that begin with `ledger.` are the
/// ledger's own. Unknown members of the data are kept byte for byte; unknown attributes of the
/// envelope are accepted and dropped, for a record has no place for them.
package struct CloudEventsReader: Sendable {
    private let purpose: Purpose

    /// What the events are read for.
    package enum Purpose: Sendable, Hashable {
        /// As new events: what another ledger noted about its own recording is passed over.
        case importing
        /// As the records that they were: position and recorded time are required.
        case restoring
    }

    package init(for purpose: Purpose = .importing) { self.purpose = purpose }

    /// Reads one item of a block.
    ///
    /// - Complexity: O(bytes), which are looked at once; of the data, the members that an event of
    ///   its type knows are read from where they were found.
    package func read(_ item: LineBlock.Item, of block: LineBlock) -> ReadLine {
        if let fault = item.fault {
            return .malformed(
                block.malformed(item, at: item.range.lowerBound, fault.message)
            )
        }
        var reader = JSONReader(block.bytes, in: item.range)
        do throws(JSONError) {
            let envelope = try Envelope(&reader, for: purpose)
            return try read(envelope, item, of: block)
        } catch {
            return .malformed(block.malformed(item, at: error.offset, error.message))
        }
    }

    private func read(
        _ envelope: borrowing Envelope,
        _ item: LineBlock.Item,
        of block: LineBlock,
    ) throws(JSONError) -> ReadLine {
        guard envelope.hasVersion else { throw envelope.missing(.specversion) }
        guard let id = envelope.id else { throw envelope.missing(.id) }
        guard let type = envelope.type else { throw envelope.missing(.type) }
        switch type {
        case .order(let name):
            guard !name.isEmpty else {
                throw envelope.wrongType("type names no event behind its prefix")
            }
            let order = try order(envelope)
            let exported = try exported(envelope)
            let event = OrderEnvelope(order: order, id: id, typeName: name, exported: exported)
            return event.read(envelope, item, of: block)
        case .unprefixed(let name):
            guard !name.isEmpty else { throw envelope.wrongType("type is empty") }
            throw envelope.wrongType("type lacks its prefix: write order.\(name)")
        case .ledger(let name):
            return .ledger(
                ReadLedgerEvent(
                    id: id.rawValue,
                    name: name,
                    data: envelope.data.map { Array(block.bytes[$0.range]) } ?? [],
                    occurredAt: envelope.time,
                    context: envelope.context,
                    line: item.line,
                    exported: try exported(envelope)
                )
            )
        }
    }

    private func order(_ envelope: borrowing Envelope) throws(JSONError) -> OrderID {
        guard let subject = envelope.subject else { throw envelope.missing(.subject) }
        guard let order = OrderID(subject.value) else {
            throw subject.wrong(
                "subject, the order's id, must have 1 to \(OrderID.maximumBytes) bytes, no control"
                    + " characters and no $ in front"
            )
        }
        return order
    }

    private func exported(_ envelope: borrowing Envelope) throws(JSONError) -> ExportedPlace? {
        guard purpose == .restoring else { return nil }
        guard let position = envelope.sequence else { throw envelope.missing(.sequence) }
        guard let recordedAt = envelope.recordedAt else { throw envelope.missing(.recordedtime) }
        return ExportedPlace(
            position: position,
            recordedAt: recordedAt,
            policy: envelope.policy ?? .enforce,
            batchFollowing: envelope.batchFollowing,
            isNumbered: envelope.isNumbered
        )
    }
}

extension Envelope {
    var context: EventContext {
        EventContext(
            actor: actor,
            source: source ?? EventContext.defaultSource,
            correlation: correlation,
            causation: causation
        )
    }

    func missing(_ member: EnvelopeMember) -> JSONError {
        JSONError(offset: start, message: "\(member.name) is missing")
    }

    func wrongType(_ message: String) -> JSONError {
        JSONError(offset: typeOffset, message: message)
    }
}

extension Envelope.Text {
    func wrong(_ message: String) -> JSONError { JSONError(offset: offset, message: message) }
}
