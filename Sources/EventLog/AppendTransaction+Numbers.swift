import LMDB
import Orders

extension AppendTransaction {
    /// A paper as it is recorded: one without a number gets the next one of its series.
    ///
    /// History that was made elsewhere is recorded as it came. Whoever takes the batch back takes
    /// the number back with it.
    mutating func numbering(
        _ event: NewEvent,
        _ digest: inout EventDigest,
        _ policy: AppendPolicy,
    ) throws(LedgerError) -> NewEvent {
        if staged.numbers == nil { staged.numbers = try PaperNumbers(transaction) }
        if let number = event.event.paperNumber {
            staged.numbers?.follow(number, of: event.type)
            return event
        }
        guard policy == .enforce, let number = staged.numbers?.give(to: event.type) else {
            return event
        }
        digest.traits.insert(.numbered)
        return try event.numbered(number)
    }

    /// Keeps the last numbers, where papers moved them.
    mutating func writeNumbers() throws(LedgerError) {
        guard let numbers = staged.numbers, try numbers != PaperNumbers(transaction) else { return }
        do {
            try numbers.write(in: &transaction)
        } catch {
            throw LedgerError(error)
        }
    }

    /// Whether a record that was given its number holds an event that came without one.
    func isSame(
        _ event: NewEvent,
        _ given: Payload,
        asNumbered record: Record,
        _ payload: Payload,
    ) -> Bool {
        guard record.header.digest.traits.contains(.numbered), event.type.isPaper,
            event.event.paperNumber == nil
        else { return false }
        return payload.sameContentWithoutNumber(as: given)
    }
}

extension NewEvent {
    /// The same event with a number in its data.
    ///
    /// - Throws: `tooLarge` where the number does not fit any more.
    func numbered(_ number: String) throws(LedgerError) -> NewEvent {
        let data: [UInt8]
        let event: OrderEvent
        do {
            data = try payload.merged().settingNumber(number)
        } catch {
            throw LedgerError(.malformed, "the data of event \(id) cannot be read: \(error)")
        }
        do {
            event = try OrderEvent(type: type, typeVersion: typeVersion, data: data)
        } catch {
            throw LedgerError(error)
        }
        return try NewEvent(
            order: order,
            id: id,
            event: event,
            typeVersion: typeVersion,
            typeName: typeName,
            data: .text(data, data.indices),
            occurredAt: occurredAt,
            context: context
        )
    }
}

private let numberMember = "number"

extension Payload {
    fileprivate func sameContentWithoutNumber(as other: Payload) -> Bool {
        let without = JSONValue.object([JSONValue.Member(numberMember, .null)])
        guard let own = try? JSONValue(json: merged()),
            let others = try? JSONValue(json: other.merged())
        else { return false }
        return own.merged(with: without) == others.merged(with: without)
    }
}

extension [UInt8] {
    /// The text of an object with a number of digits in it; all its other members keep their bytes.
    fileprivate func settingNumber(_ number: String) throws(JSONError) -> [UInt8] {
        var reader = JSONReader(self)
        var isEmpty = true
        try reader.beginObject()
        while let name = try reader.nextKey() {
            isEmpty = false
            let value = try reader.skipValue()
            guard name == numberMember else { continue }
            return self[..<value.lowerBound] + Array("\"\(number)\"".utf8)
                + self[value.upperBound...]
        }
        let brace = reader.offset - 1
        let member = (isEmpty ? "" : ",") + "\"\(numberMember)\":\"\(number)\""
        return self[..<brace] + Array(member.utf8) + self[brace...]
    }
}
