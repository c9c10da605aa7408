import Orders

/// The `type` attribute: the name of an order's event, or of one of the ledger's own, with a
/// prefix.
///
/// An order's event is stored by its word where the attribute is `order.` and a word without a dot;
/// every other type is stored whole. So each attribute has one name and each name one attribute,
/// and `foo.bar` and `order.foo.bar` stay apart.
package enum EnvelopeType: Equatable {
    /// An event of an order, by the name that is stored.
    case order(String)
    case ledger(String)
    /// A word alone, which needs the prefix to mean what it says.
    case unprefixed(String)

    private static let orderPrefix = "order."
    private static let ledgerPrefix = "ledger."

    /// Reads an attribute that names a type of this build, without making a text of it; nothing
    /// for any other.
    init?(known text: Span<UInt8>) {
        let prefix = Self.orderPrefix.utf8.span
        guard text.count > prefix.count else { return nil }
        for index in prefix.indices where text[index] != prefix[index] { return nil }
        let type = EventType(utf8Name: text.extracting(prefix.count..<text.count))
        guard type != .unknown else { return nil }
        self = .order(type.name)
    }

    /// Reads the attribute.
    init(_ text: String) {
        if let word = Self.word(of: text, behind: Self.ledgerPrefix) {
            self = .ledger(word)
        } else if !text.utf8.contains(UInt8(ascii: ".")) {
            self = .unprefixed(text)
        } else {
            self = .order(Self.orderName(text))
        }
    }

    /// The name that an order's event is stored by.
    package static func orderName(_ text: String) -> String {
        guard let word = word(of: text, behind: orderPrefix) else { return text }
        return word.utf8.contains(UInt8(ascii: ".")) ? text : word
    }

    /// What follows a prefix, byte by byte; nothing where the text does not begin with it.
    private static func word(of text: String, behind prefix: String) -> String? {
        guard text.utf8.starts(with: prefix.utf8) else { return nil }
        return String(Substring(text.utf8.dropFirst(prefix.utf8.count)))
    }

    /// The attribute for a name that an order's event is stored by.
    static func orderText(_ name: String) -> String {
        name.utf8.contains(UInt8(ascii: ".")) ? name : orderPrefix + name
    }

    /// The attribute for one of the ledger's own types; a name that begins with the prefix's word
    /// does not say it twice.
    static func ledgerText(_ name: String) -> String {
        let word = ledgerPrefix.dropLast()
        guard name.hasPrefix(word) else { return ledgerPrefix + name }
        let own = name.dropFirst(word.count)
        return ledgerPrefix + own.prefix(1).lowercased() + own.dropFirst()
    }
}
