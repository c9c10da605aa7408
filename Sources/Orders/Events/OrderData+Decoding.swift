extension OrderData {
    /// Reads the data of `placed`, or any part of it.
    ///
    /// Nothing is required here, as carts come piece by piece and `placed` inherits from them; what
    /// is given must be right. Null counts as absent.
    /// - Throws: `DataError` with the path and the offset of the first fault.
    public static func decode(
        _ data: [UInt8],
        in range: Range<Int>? = nil
    ) throws(DataError) -> OrderData {
        try OrderData(DataFields(data, in: range ?? 0..<data.count))
    }

    /// Reads the data from a value that was merged from several events.
    ///
    /// - Throws: `DataError`; offsets count in the compact text of the value.
    public static func decode(_ merged: JSONValue) throws(DataError) -> OrderData {
        try decode(merged.json)
    }

    init(_ fields: DataFields) throws(DataError) {
        currency = try fields.currency(.currency)
        total = try fields.amount(.total, in: currency)
        workflow = try fields.text(.workflow)
        customer = try fields.nested(.customer, Customer.init)
        lines = try fields.orderLines(currency)
        shipping = try fields.amount(.shipping, in: currency)
        discount = try fields.amount(.discount, in: currency)
        tax = try fields.amount(.tax, in: currency)
        paymentMethod = try fields.word(.paymentMethod)
        fulfilment = try fields.word(.fulfilment)
        seller = try fields.text(.seller)
        manufacturer = try fields.text(.manufacturer)
        billing = try fields.json(.billing, .object)
        if billing != nil {
            let currency = currency
            _ = try fields.nested(.billing) { (fields) throws(DataError) in
                try BillingPlan(fields, currency: currency)
            }
        }
        site = try fields.text(.site)
        invoiceName = try fields.text(.invoiceName)
        billingAddress = try fields.json(.billingAddress, .objectOrText)
        shippingAddress = try fields.json(.shippingAddress, .objectOrText)
        replaces = try fields.text(.replaces)
        details = try fields.json(.details, .object)
    }

    /// How the order is billed; a plan without a kind, and no plan at all, is a single payment.
    public var billingKind: BillingKind {
        if let agendaPlan { return agendaPlan.value.kind }
        guard case .string(let word)? = billing?["kind"] else { return .single }
        return BillingKind(word: word) ?? .single
    }
}

extension OrderData {
    /// What `placed` still lacks once it has inherited from its cart, or nothing.
    ///
    /// Required are a currency, then a total, lines or a plan that says what is to be paid, a price
    /// for every line, and an id for a customer that is named.
    public func missingForPlacement() -> DataError? {
        guard currency != nil else {
            return DataError(.missing, path: "currency", message: "is required")
        }
        if let error = missingPlan() { return error }
        if let customer, customer.id == nil {
            return DataError(.missing, path: "customer.id", message: "is required")
        }
        return missingPrice()
    }

    /// What the price or the billing plan lacks, or nothing.
    func missingPlan() -> DataError? {
        let hasPrice = total != nil || lines != nil
        guard hasPrice || billingKind != .single else {
            return DataError(.missing, path: "total", message: "or lines or billing is required")
        }
        guard billing != nil else { return nil }
        return billingPlan.missing(hasPrice: hasPrice)?.inside("billing")
    }

    /// The first line without a unit price, as an error, or nothing.
    func missingPrice() -> DataError? {
        guard let index = lines?.firstIndex(where: { $0.unitPrice == nil }) else { return nil }
        return OrderLine.missingPrice(at: index)
    }
}

extension Customer {
    init(_ fields: DataFields) throws(DataError) {
        id = try fields.text(.id)
        name = try fields.text(.name)
        email = try fields.text(.email)
        phone = try fields.text(.phone)
        country = try fields.text(.country)
    }
}

extension OrderLine {
    /// The quantities that a line may have.
    public static let quantities: ClosedRange<Int64> = 1...2_147_483_648

    init(_ fields: DataFields, currency: Currency?) throws(DataError) {
        sku = try fields.required(.sku, try fields.text(.sku))
        title = try fields.text(.title)
        variant = try fields.text(.variant)
        quantity = try fields.required(.quantity, try fields.quantity(.quantity))
        unitPrice = try fields.amount(.unitPrice)
        tax = try fields.amount(.tax, in: currency)
        tracked = try fields.flag(.tracked)
        details = try fields.json(.details, .any)
    }

    static func missingPrice(at index: Int) -> DataError {
        DataError(.missing, path: "lines[\(index)].unitPrice", message: "is required")
    }
}

extension LineQuantity {
    /// Reads a SKU, alone or in an object with a quantity.
    init(at reader: inout JSONReader, origin: Int) throws(DataError) {
        if reader.kind == .string {
            do throws(JSONError) { self.init(sku: try reader.readString(), quantity: nil) } catch {
                throw DataError(error, origin: origin)
            }
        } else {
            let fields = try DataFields(element: &reader, origin: origin)
            self.init(
                sku: try fields.required(.sku, try fields.text(.sku)),
                quantity: try fields.quantity(.quantity)
            )
        }
    }
}

extension DataFields {
    /// The object that is an element of a list.
    convenience init(element reader: inout JSONReader, origin: Int) throws(DataError) {
        guard reader.kind == .object else {
            throw DataError(
                .wrongType,
                offset: reader.offset - origin,
                message: "must be an object\(reader.butIs)"
            )
        }
        try self.init(at: &reader, origin: origin)
    }

    /// An amount that has no more decimals than its currency, where that is known.
    func amount(_ member: DataMember, in currency: Currency?) throws(DataError) -> DecimalAmount? {
        guard let amount = try amount(member) else { return nil }
        if let currency, amount.fractionDigits > currency.exponent {
            let decimals = currency.exponent == 0 ? "no" : "at most \(currency.exponent)"
            throw error(
                .tooManyDecimals,
                member,
                "must have \(decimals) decimals in \(currency.code)"
            )
        }
        return amount
    }

    /// A value made of the object that a member holds.
    func nested<Value>(
        _ member: DataMember,
        _ make: (DataFields) throws(DataError) -> Value
    ) throws(DataError) -> Value? {
        guard let fields = try object(member) else { return nil }
        do throws(DataError) { return try make(fields) } catch {
            throw error.inside(member.text)
        }
    }

    func orderLines(_ currency: Currency?) throws(DataError) -> [OrderLine]? {
        try list(.lines) { (reader, origin) throws(DataError) in
            try OrderLine(DataFields(element: &reader, origin: origin), currency: currency)
        }
    }

    /// Lines by SKU, where a quantity may be absent.
    func lineQuantities() throws(DataError) -> [LineQuantity]? {
        try list(.lines, LineQuantity.init(at:origin:))
    }

    /// Lines by SKU, each with its quantity.
    func countedLines() throws(DataError) -> [LineQuantity]? {
        let lines = try lineQuantities()
        if let index = lines?.firstIndex(where: { $0.quantity == nil }) {
            let lines = error(.missing, .lines, "is required")
            throw DataError(
                lines.code,
                path: "lines[\(index)].quantity",
                offset: lines.offset,
                message: lines.message
            )
        }
        return lines
    }
}
