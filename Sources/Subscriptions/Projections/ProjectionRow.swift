public import EventLog
import Foundation
import LMDB

/// A row of a projection's table.
public struct ProjectionRow: Sendable, Hashable {
    /// What the row is found by.
    public let key: ProjectionKey
    /// The value, as it is stored.
    public let bytes: [UInt8]

    /// The value, which was put as a `Codable`.
    ///
    /// - Throws: `corrupted` where it is not of the type.
    public func value<Value: Decodable>(_ type: Value.Type = Value.self) throws(LedgerError)
        -> Value
    {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw LedgerError(
                .corrupted,
                "the row \(key) is no \(type): \(error): rebuild the projection",
                underlying: error
            )
        }
    }
}

/// The stored form of values: JSON with its members in the order of their names, so that equal
/// values have equal bytes.
enum StoredValue {
    static func bytes(_ value: some Encodable) throws(LedgerError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value))
        } catch {
            throw LedgerError(.malformed, "the value cannot be stored: \(error)", underlying: error)
        }
    }
}

/// Reading rows, of a snapshot or of a transaction that writes.
extension Transaction where Self: ~Copyable {
    /// Up to `limit` rows whose keys begin with others' parts, in order.
    borrowing func rows(
        _ table: BytesTable,
        under prefix: ProjectionKey,
        behind last: ProjectionKey?,
        limit: Int,
    ) throws(LedgerError) -> [ProjectionRow] {
        let prefix = prefix.bytes
        var rows: [ProjectionRow] = []
        do {
            var cursor = try cursor(table)
            let start = last?.bytes ?? prefix
            var isFound = try start.isEmpty ? cursor.first() : cursor.seek(start.span)
            if isFound, let last, cursor.key.copy() == last.bytes { isFound = try cursor.next() }
            while isFound, rows.count < limit {
                let bytes = cursor.key.copy()
                guard bytes.starts(with: prefix) else { break }
                guard let key = ProjectionKey(bytes: bytes) else {
                    throw LMDBError(
                        .corrupted,
                        operation: "read",
                        detail: "a key of table \(table.name) is none of a projection"
                    )
                }
                rows.append(ProjectionRow(key: key, bytes: cursor.value.copy()))
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        return rows
    }
}

/// The tables of one build of a projection, by the names that the projection gave them.
struct ProjectionTables: Sendable {
    let projection: String
    var byName: [String: BytesTable] = [:]

    func table(_ name: String) throws(LedgerError) -> BytesTable {
        guard let table = byName[name] else {
            throw LedgerError(
                .malformed,
                "projection \(projection) has no table \(name): name it in its tables, and raise "
                    + "its version"
            )
        }
        return table
    }
}

extension ProjectionKey {
    /// The bytes of a key that a row can have.
    ///
    /// - Throws: `tooLarge`, and `malformed` for a key without parts.
    var rowBytes: [UInt8] {
        get throws(LedgerError) {
            let bytes = bytes
            guard !bytes.isEmpty else {
                throw LedgerError(.malformed, "the key of a row needs a part")
            }
            guard bytes.count <= Self.bytesMaximum else {
                throw LedgerError(
                    .tooLarge,
                    "a key takes \(bytes.count) bytes, and \(Self.bytesMaximum) are the most: "
                        + "shorten its texts"
                )
            }
            return bytes
        }
    }
}
