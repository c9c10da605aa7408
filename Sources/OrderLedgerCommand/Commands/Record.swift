import ArgumentParser
import Foundation
import OrderLedger

struct Record: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Append one event to an order and print its receipt.",
        discussion: """
            An event that the order's workflow refuses is not written; its code is printed and the \
            exit code is 1. The same id with the same content answers with the first receipt.

            Example:
              orderledger record 1001 placed --data '{"currency":"EUR","total":"100.00"}'
              orderledger record 1001 paymentCaptured --amount 100.00 --actor gateway:stripe
            """
    )

    @Argument(help: "The order's id.", transform: Value.order)
    var order: OrderID

    @Argument(help: "What happened, for instance placed.", transform: Value.eventType)
    var event: String

    @Option(help: ArgumentHelp("The event's data.", valueName: "json"))
    var data: String?

    @Option(
        help: ArgumentHelp("The amount, as in {\"amount\":\"…\"}.", valueName: "a"),
        transform: Value.amount
    )
    var amount: DecimalAmount?

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp("When it happened. (default: when it is recorded)", valueName: "t"),
        transform: Value.time
    )
    var occurredAt: Timestamp?

    @Option(
        help: ArgumentHelp("The event's id, its idempotency key. (default: a new UUID)"),
        transform: Value.eventID
    )
    var id: EventID?

    @Option(
        help: ArgumentHelp("Who caused it, as KIND:ID.", valueName: "who"),
        transform: Value.actor
    )
    var actor: Actor?

    @Option(
        help: ArgumentHelp(
            "The order's revision now: any, noStream, streamExists or a number. (default: any)",
            valueName: "n"
        ),
        transform: Value.expectation
    )
    var expect: ExpectedRevision?

    @Option(
        help: ArgumentHelp(
            "enforce, or observe to record refused events too. (default: enforce)",
            valueName: "p"
        ),
        transform: Value.policy
    )
    var policy: AppendPolicy?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format()
        let data = try GivenData(data, amount: amount)
        let ledger = try location.openForWriting()
        let event = try newEvent(data)
        let batch = AppendBatch(
            [event],
            expecting: [OrderExpectation(order, expect ?? .any)],
            policy: policy ?? .enforce
        )
        switch ledger.append(batch) {
        case .recorded(let receipt):
            try format.write(ReceiptRow(receipt, event, name: self.event), to: output)
        case .refused(let refusal, _):
            try refuse(refusal.code.rawValue, refusal.detail, format, output)
        case .wrongRevision(let failures), .conditionFailed(_, let failures):
            throw CommandFailure(.tryAgain, failures.map(\.description).joined(separator: "; "))
        case .failed(let error, _):
            guard error.code != .malformed else { throw data.failure(error) }
            guard ExitStatus(error.code) == .found else { throw error }
            try refuse(error.code.description, error.message, format, output)
        }
    }

    private func newEvent(_ data: GivenData) throws -> NewEvent {
        let id = try id ?? Value.eventID(UUID().uuidString.lowercased())
        do {
            return try NewEvent(
                order: order,
                id: id,
                typeName: event,
                data: data.bytes,
                range: data.bytes.indices,
                occurredAt: occurredAt,
                context: EventContext(actor: actor)
            )
        } catch  where error.code == .malformed {
            throw data.failure(error)
        }
    }

    private func refuse(
        _ code: String,
        _ detail: String,
        _ format: OutputFormat,
        _ output: StandardOutput
    ) throws {
        if format == .json || format == .jsonl {
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("order", order.rawValue)
            writer.member("event", event)
            writer.member("refused", code)
            writer.member("detail", detail)
            writer.endObject()
            try output.writeLine(writer.bytes)
        }
        throw CommandFailure(
            .found,
            "\(event) of order \(order) is refused: \(code): \(detail.printable)"
        )
    }
}
