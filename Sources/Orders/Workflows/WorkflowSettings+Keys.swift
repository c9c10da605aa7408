extension WorkflowSettings {
    /// The names of the settings in the order of `entries`, without those of one manufacturer.
    public static var keys: [String] { SettingKey.names }

    /// Changes a setting that is given as text.
    ///
    /// The word `default` puts the contract's default back, and takes a manufacturer's own value
    /// (`dealer.hold/ACME`) away. Lengths are read as `7 days`, `4h`, `P7D`, `PT90M` or a bare
    /// number in the unit natural to the setting. A value that is refused changes nothing.
    ///
    /// ```swift
    /// var settings = WorkflowSettings()
    /// try settings.set("2 business days", for: "dealer.confirmation/ACME")
    /// ```
    /// - Throws: `unknownWord` for a key, a zone or a weekday that there is not, `badName` for a
    ///   manufacturer's name, `badTime` for a length or a date, `badQuantity` for business days,
    ///   `missing` for an empty list, `overflow` for what is too long.
    public mutating func set(_ value: String, for key: String) throws(DataError) {
        let value = value.trimmingSpaces
        let given = value.lowercased() == "default" ? nil : value
        do throws(DataError) {
            switch try SettingKey(text: key) {
            case .general(let key): try set(given, for: key)
            case .dealer(let key, let manufacturer): try set(given, for: key, of: manufacturer)
            }
        } catch { throw error.inside(key) }
    }

    /// Every setting with its value in the one form that is written; `set(_:for:)` reads it back.
    ///
    /// Manufacturers stand after the general value, in the order of their names' bytes.
    public var entries: [(key: String, value: String)] {
        let names = dealer.keys.compactMap(\.self).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        var entries: [(key: String, value: String)] = []
        for key in SettingKey.DealerKey.allCases {
            for name in [nil] + names {
                let changes = name == nil ? DealerTerms.Changes(terms(of: nil)) : dealer[name]
                guard let value = changes?.text(of: key) else { continue }
                let setting = SettingKey.dealer(key, manufacturer: name)
                entries.append((key: setting.description, value: value))
            }
        }
        return entries + SettingKey.GeneralKey.allCases.map { ($0.rawValue, text(of: $0)) }
    }
}

extension WorkflowSettings {
    private mutating func set(
        _ value: String?,
        for key: SettingKey.GeneralKey
    ) throws(DataError) {
        let usual = WorkflowSettings()
        switch key {
        case .autoCancel: autoCancel = try Self.autoCancel(value)
        case .invoiceDue:
            invoiceDueDays = try value.map(SettingLength.days) ?? usual.invoiceDueDays
        case .unfinished:
            unfinishedDays = try value.map(SettingLength.days) ?? usual.unfinishedDays
        case .handOver:
            handOver = try value.map(SettingLength.hours) ?? usual.handOver
        case .cardExpiryNotice:
            cardExpiryNoticeDays = try value.map(SettingLength.days) ?? usual.cardExpiryNoticeDays
        }
    }

    private mutating func set(
        _ value: String?,
        for key: SettingKey.DealerKey,
        of manufacturer: String?
    ) throws(DataError) {
        var changes = dealer[manufacturer] ?? DealerTerms.Changes()
        try changes.set(value, for: key)
        if manufacturer == nil { changes = changes.differing(from: DealerTerms()) }
        dealer[manufacturer] = changes == DealerTerms.Changes() ? nil : changes
    }

    /// Nought would cancel every order at once, and is more likely meant as `off`.
    private static func autoCancel(_ value: String?) throws(DataError) -> Duration? {
        guard let value, value.lowercased() != off else { return nil }
        return try SettingLength.duration(value, natural: .hour, least: 1, alternative: ", or off")
    }

    private func text(of key: SettingKey.GeneralKey) -> String {
        switch key {
        case .autoCancel: autoCancel.map(SettingLength.text) ?? Self.off
        case .invoiceDue: SettingLength.text(days: invoiceDueDays)
        case .unfinished: SettingLength.text(days: unfinishedDays)
        case .handOver: SettingLength.text(handOver)
        case .cardExpiryNotice: SettingLength.text(days: cardExpiryNoticeDays)
        }
    }

    private static let off = "off"
}

extension DealerTerms.Changes {
    /// Changes that make others to these terms.
    fileprivate init(_ terms: DealerTerms) {
        confirmation = terms.confirmation
        hold = terms.hold
        zone = terms.zone
        weekend = terms.weekend
        holidays = terms.holidays
    }

    /// Reads one of them; nothing takes it away.
    fileprivate mutating func set(
        _ value: String?,
        for key: SettingKey.DealerKey
    ) throws(DataError) {
        switch key {
        case .confirmation: confirmation = try value.map(DealerTerms.Confirmation.init(text:))
        case .hold: hold = try value.map(SettingLength.hold)
        case .zone: zone = try value.map(BusinessCalendar.Zone.init(text:))
        case .weekend: weekend = try value.map(BusinessCalendar.weekend(text:))
        case .holidays: holidays = try value.map(BusinessCalendar.holidays(text:))
        }
    }

    /// The value of one of them in the form that is written, or nothing where it is absent.
    fileprivate func text(of key: SettingKey.DealerKey) -> String? {
        switch key {
        case .confirmation: confirmation?.description
        case .hold: hold.map(SettingLength.text)
        case .zone: zone?.name
        case .weekend: weekend.map(BusinessCalendar.text(weekend:))
        case .holidays: holidays.map(BusinessCalendar.text(holidays:))
        }
    }
}
