import OrderLedger

/// The data of an event as it was given on the command line.
struct GivenData {
    let bytes: [UInt8]

    /// - Throws: a usage failure where an amount is given twice; a malformed one for data that is
    ///   no JSON object.
    init(_ text: String?, amount: DecimalAmount?) throws {
        let given = Array((text ?? "{}").utf8)
        let value: JSONValue
        do {
            value = try JSONValue(json: given)
        } catch {
            throw Self.failure(at: error.offset, in: given, error.message)
        }
        guard case .object(let members) = value else {
            throw Self.failure(at: 0, in: given, "the data of an event is a JSON object")
        }
        guard let amount else {
            bytes = given
            return
        }
        guard value["amount"] == nil else {
            throw CommandFailure(.usage, "--data has an amount already: leave --amount out")
        }
        // The rest keeps its bytes, so that an unknown field is recorded as it was given.
        let end = given.lastIndex(of: UInt8(ascii: "}")) ?? given.endIndex
        let comma = members.isEmpty ? "" : ","
        bytes = given[..<end] + Array("\(comma)\"amount\":\"\(amount)\"}".utf8)
    }

    /// The failure for data that is JSON, but not of the event's form.
    func failure(_ error: LedgerError) -> CommandFailure {
        guard let offset = error.offset else {
            return CommandFailure(.malformed, "--data: \(error.message.printable)")
        }
        return Self.failure(at: offset, in: bytes, error.message)
    }

    private static func failure(
        at offset: Int,
        in bytes: [UInt8],
        _ message: String
    ) -> CommandFailure {
        let before = bytes.prefix(offset)
        let newline = UInt8(ascii: "\n")
        let line = before.count { $0 == newline } + 1
        let column = offset - (before.lastIndex(of: newline) ?? -1)
        return CommandFailure(.malformed, "--data:\(line):\(column): \(message.printable)")
    }
}
