import Foundation
import LMDB
import Testing

@Suite struct `The number of the last commit` {
    /// Whoever keeps what he committed last goes by this: no more and no less may change it.
    @Test func `grows by one with each commit that wrote, by whichever process`() async throws {
        let folder = TemporaryFolder()
        let log = try Log(creatingAt: folder("env"))
        let start = try log.environment.beginWrite().precedingCommit
        try log.append(count: 1, size: 8)
        #expect(try log.environment.beginWrite().precedingCommit == start + 1)
        try log.environment.beginWrite().commit()
        #expect(try log.environment.beginWrite().precedingCommit == start + 1, "nothing written")
        try takeBack(in: log)
        #expect(try log.environment.beginWrite().precedingCommit == start + 1, "taken back")
        await #expect(processExitsWith: .success) { [path = folder("env") as String] in
            try Log(at: path).append(from: 1, count: 1, size: 8)
        }
        #expect(try log.environment.beginWrite().precedingCommit == start + 2, "another's")
        try log.append(from: 2, count: 500, size: 900)
        #expect(try log.environment.beginWrite().precedingCommit == start + 3)
    }

    private func takeBack(in log: borrowing Log) throws {
        var transaction = try log.environment.beginWrite()
        try transaction.put(log.table, 7, [1])
    }
}
