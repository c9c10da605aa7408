import Interchange
import LMDB

/// A thing as bytes, which are the same wherever it is named and those of no other thing.
///
/// | bytes | field |
/// |---|---|
/// | 1 | the kind's place among all kinds |
/// | | the name, the order |
/// | 4 | length of the order, big-endian |
extension OCELThing {
    /// The bytes beside name and order.
    private static let fixedBytes = 5

    var row: [UInt8] {
        var row = [Self.number(of: kind)]
        row.reserveCapacity(Self.fixedBytes + name.utf8.count + order.utf8.count)
        row.append(contentsOf: name.utf8)
        row.append(contentsOf: order.utf8)
        row.appendBigEndian(UInt32(order.utf8.count))
        return row
    }

    /// Reads a row; nothing where it is none.
    init?(row: ArraySlice<UInt8>) {
        let bytes = row.span
        guard bytes.count >= Self.fixedBytes, bytes[0] < OCELObject.Kind.allCases.count else {
            return nil
        }
        let end = bytes.count - (Self.fixedBytes - 1)
        let start = end - Int(bytes.bigEndian(UInt32.self, at: end))
        guard start >= 1 else { return nil }
        self.init(
            kind: OCELObject.Kind.allCases[Int(bytes[0])],
            name: bytes.text(in: 1..<start),
            order: bytes.text(in: start..<end)
        )
    }

    private static func number(of kind: OCELObject.Kind) -> UInt8 {
        guard let index = OCELObject.Kind.allCases.firstIndex(of: kind) else {
            preconditionFailure("a kind is one of all kinds")
        }
        return UInt8(index)
    }
}
