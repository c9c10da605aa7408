import OrderLedger

/// An effect that nobody has carried out yet.
struct EffectListRow: Row {
    private let effect: OpenEffect

    init(_ effect: OpenEffect) { self.effect = effect }

    static let columns = [
        TableColumn("EFFECT"), TableColumn("ORDER", .left, .cut), TableColumn("BECAUSE OF"),
        TableColumn("AT"),
    ]

    var cells: [String] {
        [effect.key.description, effect.order.rawValue, effect.event, effect.at.description]
    }

    static let fieldNames = ["effect", "kind", "position", "order", "event", "at"]

    var fields: [String] {
        [
            effect.key.description, effect.key.kind.name, effect.key.position.description,
            effect.order.rawValue, effect.event, effect.at.description,
        ]
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("effect", effect.key.description)
        writer.member("kind", effect.key.kind.name)
        writer.member("position", Int64(clamping: effect.key.position.rawValue))
        writer.member("order", effect.order.rawValue)
        writer.member("event", effect.event)
        writer.member("at", effect.at)
        writer.endObject()
    }
}
