import LMDB

/// An open environment with one table "log".
struct Log: ~Copyable {
    let environment: Environment
    let table: PositionTable

    /// Makes one in `folder`, and opens it.
    init(
        in folder: TemporaryFolder,
        _ configuration: Environment.Configuration = .init(),
    ) throws {
        try self.init(creatingAt: folder("log"), configuration)
    }

    /// Makes one at `path`, and opens it.
    init(creatingAt path: String, _ configuration: Environment.Configuration = .init()) throws {
        try Environment.create(at: path, configuration: configuration) { transaction in
            _ = try transaction.openPositionTable("log", create: true)
        }
        try self.init(at: path, configuration)
    }

    /// Opens the one at `path`.
    init(at path: String, _ configuration: Environment.Configuration = .init()) throws {
        let opened = try Environment(path: path, configuration: configuration)
        table = try opened.openPositionTable("log")
        environment = opened
    }

    /// Appends `count` values of `size` bytes in one transaction.
    borrowing func append(from key: UInt64 = 0, count: Int, size: Int) throws {
        var transaction = try environment.beginWrite()
        let value = [UInt8](repeating: 7, count: size)
        for offset in 0..<UInt64(count) {
            try transaction.append(table, key + offset, value)
        }
        try transaction.commit()
    }
}

/// The code of the storage error that `body` throws; nil when it throws none.
func failure<Result: ~Copyable>(_ body: () throws -> Result) -> LMDBError.Code? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? LMDBError)?.code
    }
}

/// A small generator of random numbers that repeats itself for a seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
