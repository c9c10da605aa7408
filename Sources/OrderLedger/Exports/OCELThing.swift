import Interchange

/// What an event names beside its order: a thing that orders share, or a package.
struct OCELThing {
    let kind: OCELObject.Kind
    /// What it is called among its kind; a package, within its order.
    let name: String
    /// The order that it is part of; empty where orders share it.
    let order: String

    /// The thing as an object of a log.
    var object: OCELObject {
        guard !order.isEmpty else { return OCELObject(kind, name) }
        var object = OCELObject(kind, "\(Self.scope(order))/\(name)")
        object.relations = [OCELRelation(OCELObject(.order, order).id, "part of")]
        return object
    }

    /// An order's id in which no slash stands for itself: byte by byte, for a sign that combines
    /// with a slash makes no other character of it here.
    private static func scope(_ order: String) -> String {
        var bytes: [UInt8] = []
        for byte in order.utf8 {
            switch byte {
            case UInt8(ascii: "%"): bytes += "%25".utf8
            case UInt8(ascii: "/"): bytes += "%2F".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What the event that names it has to do with it.
    var relation: OCELRelation { OCELRelation(object.id, kind.rawValue) }
}
