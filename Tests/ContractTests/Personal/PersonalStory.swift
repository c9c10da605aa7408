import EventLog
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

/// Two customers, a guest, and everything personal that an order can say, each text its own.
enum PersonalStory {
    static let ann = ["Ann Lindqvist", "ann@lindqvist.example", "Norrtull 17", "+46-555-0101"]
    static let bob = ["Bob Okafor", "bob@okafor.example", "Marina Road 4"]
    static let guest = ["Gus Unbekannt", "Gasse 9"]
    static let annsWords = ["leave it with the porter", "arrived in pieces", "for my sister"]
    /// Ann's before any event named her.
    static let annsCart = ["Lindqvist at home"]

    static var everything: [String] { ann + bob + guest + annsWords + annsCart }
    static var annsOwn: [String] { ann + annsWords + annsCart }

    /// Tells the story.
    static func tell(to store: LogStore) throws {
        let cart = #"{"currency":"EUR","invoiceName":"Lindqvist at home"}"#
        try append("A-1", "0", "cartOpened", cart, to: store)
        try append("A-1", "1", "placed", placed("C-ann", ann), to: store)
        try append("A-1", "2", "commented", #"{"text":"leave it with the porter"}"#, to: store)
        try append("B-1", "1", "placed", placed("C-bob", bob), to: store)
        try append("A-1", "3", "paymentCaptured", #"{"amount":"30.00"}"#, to: store)
        let complaint = #"{"complaint":"K","kind":"defective","text":"arrived in pieces"}"#
        try append("A-1", "4", "complaintOpened", complaint, to: store)
        let plain = #"{"currency":"EUR","total":"5.00","customer":{"id":"C-ann"}}"#
        try append("A-2", "1", "placed", plain, to: store)
        let details = #"{"details":{"gift":"for my sister"}}"#
        try append("A-2", "2", "amended", details, to: store)
        try append("G-1", "1", "placed", placed(nil, guest), to: store)
        try append("G-1", "2", "commented", #"{"text":"Gasse 9, rear"}"#, to: store)
    }

    static func append(
        _ order: String,
        _ id: String,
        _ type: String,
        _ data: String,
        to store: LogStore,
    ) throws {
        let event = try NewEvent(order, id, type, data, at: ManualClock.start)
        let verdict = store.append(event)
        try #require(verdict.isNew, "\(order) \(id): \(verdict)")
    }

    private static func placed(_ id: String?, _ texts: [String]) -> String {
        var customer = ""
        if let id {
            let phone = texts.count > 3 ? #","phone":"\#(texts[3])""# : ""
            customer = """
                "customer":{"id":"\(id)","name":"\(texts[0])","email":"\(texts[1])"\(phone),\
                "country":"SE"},
                """
        }
        let street = texts[id == nil ? 1 : 2]
        return """
            {"currency":"EUR","total":"30.00","paymentMethod":"card","site":"main",\(customer)\
            "shippingAddress":{"street":"\(street)"},"invoiceName":"\(texts[0])",\
            "lines":[{"sku":"TEA","title":"Tea","quantity":3,"unitPrice":"10.00"}]}
            """
    }
}

extension LogStore {
    /// The data of all events of orders, as far as it can be read.
    func readableData() throws -> String {
        let snapshot = try snapshot()
        return try snapshot.records(from: 2).map { record in
            String(decoding: try snapshot.payload(of: record).merged(), as: UTF8.self)
        }.joined(separator: "\n")
    }

    /// The orders that a search finds, oldest first.
    func found(_ search: String) throws -> [String] {
        var query = OrderQuery(on: ManualClock.start.date)
        query.search = search
        return try listed(query)
    }

    /// The orders of a customer's id, exact name or e-mail, oldest first.
    func orders(ofCustomer text: String) throws -> [String] {
        var query = OrderQuery(on: ManualClock.start.date)
        query.customer = text
        return try listed(query)
    }

    private func listed(_ query: OrderQuery) throws -> [String] {
        var names: [String] = []
        try orders(query) { summary in
            names.insert(summary.order.rawValue, at: 0)
            return true
        }
        return names
    }

    func erase(_ customer: String) throws(LedgerError) -> Erasure? {
        try erase(ErasureRequest(.customer(customer)))
    }
}
