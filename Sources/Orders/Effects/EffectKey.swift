/// The name of an effect: its kind, and the position of the event that obliges; `KIND@POSITION`.
///
/// An event raises at most one effect of a kind, so no two effects of a ledger share a key.
public struct EffectKey: Sendable, Hashable {
    /// What is to be done.
    public let kind: EffectKind
    /// The place of the event that obliges, in the whole log.
    public let position: Position

    /// The key of the effect of a kind that the event at a position raised.
    public init(_ kind: EffectKind, at position: Position) {
        self.kind = kind
        self.position = position
    }

    /// Reads `KIND@POSITION`, or nothing where the text is spelled in any other way.
    ///
    /// There is one spelling for each key: no spaces, no sign, no zeros in front.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = EffectKind(word: String(parts[0])),
            let position = UInt64(parts[1]), position > 0, String(position) == parts[1]
        else { return nil }
        self.init(kind, at: Position(position))
    }
}

extension EffectKey: CustomStringConvertible {
    /// The key as `KIND@POSITION`.
    public var description: String { "\(kind.name)@\(position)" }
}

extension EffectKey: Comparable {
    /// Keys follow the log; those of one event follow the codes of their kinds.
    public static func < (left: EffectKey, right: EffectKey) -> Bool {
        (left.position, left.kind.rawValue) < (right.position, right.kind.rawValue)
    }
}

extension OrderEvent {
    /// The text by which the event names an effect; nothing where it names none.
    public var effectName: String? {
        switch self {
        case .effectSucceeded(let effect, _), .effectFailed(let effect, _): effect
        default: money?.effect
        }
    }

    /// The effect that the event names; nothing where it names none, or none that could exist.
    public var namedEffect: EffectKey? { effectName.flatMap { EffectKey($0) } }
}
