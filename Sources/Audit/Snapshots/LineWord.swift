/// What lines of a snapshot are put together with: brackets, names and what stands between values.
enum LineWord: Int, CaseIterable {
    case order, comma, colour, message, revision, firstPosition, position, placedAt, updatedAt
    case customer, customerEnd, noCustomer
    case total, authorized, released, captured, refunded, disputed, lost, outstanding, overpaid
    case effects, effectPosition, nextEffect, effectsEnd, end

    var text: String {
        switch self {
        case .order: #"{"order":"#
        case .comma: ","
        case .colour: #","colour":"#
        case .message: #","message":"#
        case .revision: #","revision":"#
        case .firstPosition: #","firstPosition":"#
        case .position: #","position":"#
        case .placedAt: #","placedAt":"#
        case .updatedAt: #","updatedAt":"#
        case .customer: #","customer":{"id":"#
        case .customerEnd: "},"
        case .noCustomer: #","customer":null,"#
        case .total: #","total":"#
        case .authorized: #","authorized":"#
        case .released: #","released":"#
        case .captured: #","captured":"#
        case .refunded: #","refunded":"#
        case .disputed: #","disputed":"#
        case .lost: #","lost":"#
        case .outstanding: #","outstanding":"#
        case .overpaid: #","overpaid":"#
        case .effects: #","effects":[""#
        case .effectPosition: "@"
        case .nextEffect: #"",""#
        case .effectsEnd: #""]"#
        case .end: "}\n"
        }
    }
}
