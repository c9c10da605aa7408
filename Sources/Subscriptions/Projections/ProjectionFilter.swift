import EventLog
import LMDB
import Orders

/// Which records a projection is made of, as the record alone says.
struct ProjectionFilter: Sendable {
    private let filter: EventFilter
    private let codes: TypeCodes?
    private let orders: Set<String>?

    init(_ filter: EventFilter) throws(LedgerError) {
        guard filter.workflows == nil, filter.customers == nil else {
            throw LedgerError(
                .malformed,
                "a projection is made of types, orders or correlations: the workflow and the "
                    + "customer of an order may change, so decide about them in apply"
            )
        }
        self.filter = filter
        codes = filter.types.map { TypeCodes(named: $0) }
        orders = filter.orders.map { Set($0.map(\.rawValue)) }
    }

    /// - Parameter bytes: a whole record of a format that can be read.
    @inline(__always)
    func matches(_ bytes: borrowing Span<UInt8>) -> Bool {
        if let codes, !codes.mayContain(RecordHeader.typeCode(readable: bytes)) { return false }
        guard filter != .all else { return true }
        let header = RecordHeader(readable: bytes)
        if let types = filter.types, !types.contains(header.typeName(in: bytes)) { return false }
        if let orders {
            let text = bytes.bytes(in: header.range(of: .order))
            guard orders.contains(String(decoding: text, as: UTF8.self)) else { return false }
        }
        guard let correlations = filter.correlations else { return true }
        let text = bytes.bytes(in: header.range(of: .correlation))
        return correlations.contains(String(decoding: text, as: UTF8.self))
    }
}
