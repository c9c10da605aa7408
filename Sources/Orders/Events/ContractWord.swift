/// An enumeration whose cases are spelled in data by the words of the contract.
public protocol ContractWord: CaseIterable, RawRepresentable, Sendable where RawValue == UInt8 {
    /// The words, in the order of the raw values from 1.
    static var words: [String] { get }
}

extension ContractWord {
    /// The word that stands for the case in an event's data.
    public var word: String { Self.words[Int(rawValue) - 1] }

    /// The case that a word stands for, or nothing for any other word.
    public init?(word: String) {
        guard let index = Self.words.firstIndex(of: word) else { return nil }
        self.init(rawValue: UInt8(index + 1))
    }
}

extension Approver: ContractWord {
    public static let words = ["reseller", "system"]
}

extension PaymentMethod: ContractWord {
    public static let words = [
        "card", "account", "transfer", "cheque", "link", "terminal", "voucher", "other",
    ]
}

extension Fulfilment: ContractWord {
    public static let words = ["platform", "seller"]
}

extension Decline: ContractWord {
    public static let words = ["soft", "hard"]
}

extension PaymentChannel: ContractWord {
    public static let words = ["terminal", "link", "email", "sms"]
}

extension RetryKind: ContractWord {
    public static let words = ["manual", "automatic"]
}

extension ComplaintKind: ContractWord {
    public static let words = ["undelivered", "defective", "other"]
}

extension ComplaintOutcome: ContractWord {
    public static let words = ["refunded", "replaced", "rejected", "resolved"]
}

extension DisputeOutcome: ContractWord {
    public static let words = ["won", "lost"]
}

extension Visibility: ContractWord {
    public static let words = ["private", "customer"]
}

/// How an order is billed; absent in the data it is a single payment.
public enum BillingKind: UInt8, Sendable, Hashable, CaseIterable {
    /// One payment, or several towards one total.
    case single = 1
    /// A total in parts that are known at placement.
    case instalments = 2
    /// One amount in every period, until it ends.
    case subscription = 3
    /// Amounts that are scheduled as they become known.
    case metered = 4
}

extension BillingKind: ContractWord {
    public static let words = ["single", "instalments", "subscription", "metered"]
}
