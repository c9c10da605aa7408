import EventLog
import Interchange
import Orders
import Projections

/// The things that an event names beside its order.
///
/// Of persons only the customer's id is read: no other part of a payload than the public one.
struct OCELMentions {
    /// An object and what the event has to do with it.
    struct Mention {
        let object: OCELObject
        let qualifier: String
    }

    let all: [Mention]

    /// Reads what a record's event names.
    ///
    /// - Parameter payload: reads the record's payload; called only where the header says that
    ///   something may be named.
    init(_ record: Record, _ payload: () throws(LedgerError) -> Payload) throws(LedgerError) {
        guard let source = Source(record.header.digest) else {
            all = []
            return
        }
        let part = try payload().publicPart
        if source == .customer {
            all =
                CustomerID.read(publicPart: part).map {
                    [Mention(object: OCELObject(.customer, $0), qualifier: "customer")]
                } ?? []
            return
        }
        guard let data = try? JSONValue(json: part), case .string(let name)? = data[source.member],
            !name.isEmpty
        else {
            all = []
            return
        }
        all = [source.mention(name, in: record.order)]
    }

    /// Whether an event of a type, with these marks, may name anything.
    static func mayName(_ header: RecordHeader) -> Bool { Source(header.digest) != nil }
}

/// Which member of an event's data names something.
private enum Source {
    case customer, payment, package, number, invoice

    init?(_ digest: EventDigest) {
        switch digest.type {
        case .paymentAuthorized, .authorizationVoided, .authorizationExpired, .paymentCaptured,
            .refunded, .disputeOpened, .disputeClosed, .resellerPaid:
            guard digest.traits.contains(.reference) else { return nil }
            self = .payment
        case .dispatched, .trackingUpdated, .delivered, .deliveryFailed:
            guard digest.traits.contains(.package) else { return nil }
            self = .package
        case .invoiced: self = .number
        case .creditNoteIssued: self = .invoice
        case let type where type.carriesOrderData: self = .customer
        default: return nil
        }
    }

    var member: String {
        switch self {
        case .customer: "customer"
        case .payment: "reference"
        case .package: "package"
        case .number: "number"
        case .invoice: "invoice"
        }
    }

    func mention(_ name: String, in order: String) -> OCELMentions.Mention {
        switch self {
        case .customer: .init(object: OCELObject(.customer, name), qualifier: "customer")
        case .payment: .init(object: OCELObject(.payment, name), qualifier: "payment")
        case .number, .invoice: .init(object: OCELObject(.invoice, name), qualifier: "invoice")
        case .package:
            // A package's name means something within its order only.
            .init(
                object: package(name, in: order),
                qualifier: "package"
            )
        }
    }

    private func package(_ name: String, in order: String) -> OCELObject {
        let scope = order.replacing("%", with: "%25").replacing("/", with: "%2F")
        var object = OCELObject(.package, "\(scope)/\(name)")
        object.relations = [OCELRelation(OCELObject(.order, order).id, "part of")]
        return object
    }
}
