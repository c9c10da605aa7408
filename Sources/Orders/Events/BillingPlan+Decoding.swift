extension BillingPlan {
    /// Reads a plan, or the part of one that a cart holds; unknown members are passed over.
    ///
    /// - Throws: `DataError` with the path within the plan and the offset of the first fault.
    init(_ fields: DataFields, currency: Currency?) throws(DataError) {
        kind = try fields.word(.kind) ?? .single
        count = try fields.whole(.count, from: 1)
        every = try fields.period(.every)
        first = try fields.date(.first)
        amount = try fields.positiveAmount(.amount, in: currency)
        until = try fields.date(.until)
        events = try fields.list(.events) { (reader, origin) throws(DataError) in
            let fields = try DataFields(element: &reader, origin: origin)
            return Instalment(
                id: try fields.text(.id),
                dueOn: try fields.date(.dueOn),
                amount: try fields.positiveAmount(.amount, in: currency)
            )
        }
        retry = try fields.nested(.retry, Retry.init) ?? Retry()
    }

    /// Reads the plan from a value, whose offsets nobody knows.
    init(_ json: JSONValue) throws(DataError) {
        let bytes = json.json
        try self.init(DataFields(bytes, in: 0..<bytes.count), currency: nil)
    }
}

extension BillingPlan.Retry {
    init(_ fields: DataFields) throws(DataError) {
        maxRetries = try fields.whole(.maxRetries, from: 0) ?? maxRetries
        window = try fields.period(.window) ?? window
        automatic = try fields.whole(.automatic, from: 0) ?? automatic
        suspendWhenUsedUp = try fields.flag(.suspendWhenUsedUp) ?? suspendWhenUsedUp
    }
}

extension OrderData {
    /// The billing plan; without one, and where it cannot be read, a single payment.
    public var billingPlan: BillingPlan {
        agendaPlan?.value ?? billing.flatMap { try? BillingPlan($0) } ?? BillingPlan()
    }
}

extension DataFields {
    fileprivate func whole(_ member: DataMember, from least: Int64) throws(DataError) -> Int64? {
        guard var reader = try reader(member, at: .number) else { return nil }
        let digits: String
        do throws(JSONError) { digits = try reader.readNumberText() } catch {
            throw DataError(error, origin: origin)
        }
        guard let number = Int64(digits), (least...Int64(Int32.max)).contains(number) else {
            throw error(
                .badQuantity,
                member,
                "must be a whole number from \(least) to \(Int32.max), not \(digits)"
            )
        }
        return number
    }

    fileprivate func period(_ member: DataMember) throws(DataError) -> BillingPlan.Period? {
        guard let text = try text(member) else { return nil }
        guard let period = BillingPlan.Period(text) else {
            throw error(.badTime, member, "must be a period such as P30D or P1M, not \"\(text)\"")
        }
        return period
    }

    fileprivate func positiveAmount(
        _ member: DataMember,
        in currency: Currency?
    ) throws(DataError) -> DecimalAmount? {
        guard let amount = try amount(member, in: currency) else { return nil }
        guard amount.millionths > 0 else {
            throw error(.badAmount, member, "must be above zero")
        }
        return amount
    }
}
