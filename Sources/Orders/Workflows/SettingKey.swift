/// The name of a setting.
enum SettingKey: Sendable, Hashable {
    /// For dealers: one manufacturer's own, or what holds in general.
    case dealer(DealerKey, manufacturer: String?)
    case general(GeneralKey)

    /// Settings that each manufacturer may have its own of, in the order in which they are listed.
    enum DealerKey: String, Sendable, CaseIterable {
        case confirmation = "dealer.confirmation"
        case hold = "dealer.hold"
        case zone = "dealer.zone"
        case weekend = "dealer.weekend"
        case holidays = "dealer.holidays"
    }

    /// Settings that hold for all, in the order in which they are listed.
    enum GeneralKey: String, Sendable, CaseIterable {
        case autoCancel = "marketplace.autoCancel"
        case invoiceDue = "webshop.invoiceDue"
        case unfinished = "webshop.unfinished"
        case handOver = "reseller.handOver"
        case cardExpiryNotice = "billing.cardExpiryNotice"
    }

    /// The names without those of one manufacturer.
    static var names: [String] {
        DealerKey.allCases.map(\.rawValue) + GeneralKey.allCases.map(\.rawValue)
    }
}

extension SettingKey: CustomStringConvertible {
    /// Reads a name and, behind a slash, the manufacturer that it is for.
    ///
    /// - Throws: `unknownWord` for a name that there is not, `badName` for a manufacturer's name
    ///   that is empty, too long or holds control characters.
    init(text: String) throws(DataError) {
        // Scalars, since a manufacturer's name may begin with a mark that would join the slash.
        let parts = text.unicodeScalars.split(
            separator: "/",
            maxSplits: 1,
            omittingEmptySubsequences: false
        ).map { String($0) }
        if parts.count == 1, let key = GeneralKey(rawValue: text) {
            self = .general(key)
        } else if let key = DealerKey(rawValue: parts[0]) {
            self = .dealer(key, manufacturer: try Self.manufacturer(parts.dropFirst().first))
        } else {
            throw DataError(.unknownWord, message: Self.unknown)
        }
    }

    /// The text that is read back to the same.
    var description: String {
        switch self {
        case .general(let key): key.rawValue
        case .dealer(let key, nil): key.rawValue
        case .dealer(let key, let manufacturer?): "\(key.rawValue)/\(manufacturer)"
        }
    }

    private static func manufacturer(_ name: String?) throws(DataError) -> String? {
        guard let name else { return nil }
        guard OrderID.isName(name, maximumBytes: OrderID.maximumBytes) else {
            throw DataError(
                .badName,
                message: "a manufacturer's name has 1 to \(OrderID.maximumBytes) bytes "
                    + "and no control characters"
            )
        }
        return name
    }

    private static var unknown: String {
        let own = DealerKey.allCases.map { $0.rawValue + "/NAME" }
        return "is no setting; there are \(names.joined(separator: ", ")), "
            + "and for one manufacturer \(own.joined(separator: ", "))"
    }
}
