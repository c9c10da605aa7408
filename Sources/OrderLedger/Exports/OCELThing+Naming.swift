import EventLog
import Interchange
import Orders

extension OCELThing {
    /// Whether an event of a type, with these marks, may name anything.
    static func mayBeNamed(by header: RecordHeader) -> Bool { NamingMember(header.digest) != nil }

    /// What a record's event names; nothing where it names nothing.
    ///
    /// Of persons only the customer's id is read: no other part of a payload than the public one,
    /// and that only where the header says that something may be named.
    init?(namedBy record: Record, in snapshot: borrowing LogSnapshot) throws(LedgerError) {
        guard let member = NamingMember(record.header.digest),
            let name = member.name(
                in: try snapshot.payload(of: record, .publicPart).publicPart
            )
        else { return nil }
        // A package's name means something within its order only.
        self.init(
            kind: member.kind,
            name: name,
            order: member.kind == .package ? record.order : ""
        )
    }
}

/// Which member of an event's data names something.
private enum NamingMember: String {
    case customer, reference, package, number, invoice

    init?(_ digest: EventDigest) {
        switch digest.type {
        case .paymentAuthorized, .authorizationVoided, .authorizationExpired, .paymentCaptured,
            .refunded, .disputeOpened, .disputeClosed, .resellerPaid:
            guard digest.traits.contains(.reference) else { return nil }
            self = .reference
        case .dispatched, .trackingUpdated, .delivered, .deliveryFailed:
            guard digest.traits.contains(.package) else { return nil }
            self = .package
        case .invoiced: self = .number
        case .creditNoteIssued: self = .invoice
        case let type where type.carriesOrderData: self = .customer
        default: return nil
        }
    }

    var kind: OCELObject.Kind {
        switch self {
        case .customer: .customer
        case .reference: .payment
        case .package: .package
        case .number, .invoice: .invoice
        }
    }

    func name(in publicPart: [UInt8]) -> String? {
        if self == .customer { return CustomerID.read(publicPart: publicPart) }
        guard let data = try? JSONValue(json: publicPart), case .string(let name)? = data[rawValue],
            !name.isEmpty
        else { return nil }
        return name
    }
}
