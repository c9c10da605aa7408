/// A table whose keys are 64-bit integers in ascending order, such as positions and ordinals.
///
/// The value is a light name for the open table; it does not keep the environment open.
@usableFromInline
package struct PositionTable: Sendable, Hashable {
    /// The table's name in the environment.
    package let name: String
    let identifier: UInt32
}

/// A table whose keys are 1 to 511 bytes, ordered as unsigned bytes.
///
/// The value is a light name for the open table; it does not keep the environment open.
@usableFromInline
package struct BytesTable: Sendable, Hashable {
    /// The table's name in the environment; empty for the main table.
    package let name: String
    let identifier: UInt32

    /// The unnamed table, which needs no opening.
    ///
    /// A commit rewrites its page anyhow, for it holds the roots of the named tables (a scan meets
    /// them as rows under their names): small rows kept here cost no extra page.
    package static let main = BytesTable(name: "", identifier: 1)
}

/// A table of either kind.
package protocol Table: Sendable, Hashable {
    /// The table's name in the environment.
    var name: String { get }
    /// The name of the table's slot in its environment.
    var slot: TableSlot { get }
}

/// What a table is to liblmdb; only this module can look inside.
@usableFromInline
package struct TableSlot: Sendable, Hashable {
    let identifier: UInt32
    /// Whether its keys are integers of eight bytes, else bytes in their order.
    let hasIntegerKeys: Bool
}

extension PositionTable: Table {
    package var slot: TableSlot { TableSlot(identifier: identifier, hasIntegerKeys: true) }
}

extension BytesTable: Table {
    package var slot: TableSlot { TableSlot(identifier: identifier, hasIntegerKeys: false) }
}
