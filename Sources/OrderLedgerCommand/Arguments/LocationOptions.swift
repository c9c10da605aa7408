import ArgumentParser
import Foundation
import OrderLedger

/// Where the ledger is, and how it is opened.
struct LocationOptions: ParsableArguments {
    @Option(
        name: .customLong("ledger"),
        help: ArgumentHelp(
            "The ledger's folder. (default: ORDERLEDGER_PATH, else orders.ledger)",
            valueName: "path"
        )
    )
    var givenPath: String?

    private static let defaultPath = "orders.ledger"
    private static let pathVariable = "ORDERLEDGER_PATH"
    static let mapVariable = "ORDERLEDGER_MAP_BYTES"

    /// The ledger's folder.
    var path: String {
        let variable = ProcessInfo.processInfo.environment[Self.pathVariable] ?? ""
        return givenPath ?? (variable.isEmpty ? Self.defaultPath : variable)
    }

    /// Opens the ledger to look at it.
    func openForReading() throws -> Ledger { try open(.readOnly) }

    /// Opens the ledger to look at personal data, too, and says so where that cannot be seen.
    func openForReadingPersonal(_ notes: Notes) throws -> Ledger {
        let ledger = try open(.readOnly)
        if let trouble = try ledger.masterKeyTrouble() { notes.warn(trouble.message) }
        return ledger
    }

    /// The workflows of the ledger; those of the build where there is no ledger.
    func workflows() throws -> WorkflowCatalogue {
        exists ? try openForReading().workflows : .builtIn
    }

    /// Opens the ledger to append to it.
    func openForWriting() throws -> Ledger { try open(.readWrite) }

    /// Opens the ledger to append to it, and makes it where there is none.
    func openOrCreate(notes: Notes) throws -> Ledger {
        guard !exists else { return try openForWriting() }
        do {
            let ledger = try create(workflow: .marketplace)
            notes.say("made \(path), whose default workflow is \(ledger.defaultWorkflow.name)")
            return ledger
        } catch let failure as CommandFailure where failure.status == .cannotCreate && exists {
            // Another process was faster.
            return try openForWriting()
        }
    }

    /// Makes an empty ledger with a default workflow of the build.
    func create(workflow: Workflow, isPlain: Bool = false) throws -> Ledger {
        try making {
            try Ledger.create(at: path, workflow: workflow.name, isPlain: isPlain, options: $0)
        }
    }

    /// Makes an empty ledger whose default workflow is that of a file.
    func create(workflowFile file: WorkflowFile, isPlain: Bool) throws -> Ledger {
        try making {
            try Ledger.create(at: path, workflowFile: file, isPlain: isPlain, options: $0)
        }
    }

    private func making(_ make: (LedgerOptions) throws -> Ledger) throws -> Ledger {
        do {
            return try make(Self.options(.readWrite))
        } catch let error as LedgerError {
            throw CommandFailure(error, whyNotMade(error))
        }
    }

    private func whyNotMade(_ error: LedgerError) -> String? {
        guard error.code != .alreadyExists else {
            return "something is at \(path) already: choose another path"
        }
        guard error.code == .cannotCreate else { return nil }
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let isThere = FileManager.default.fileExists(atPath: parent)
        let reason = isThere ? error.message : "there is no folder \(parent)"
        return "no ledger can be made at \(path): \(reason)"
    }

    var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// - Throws: a failure where a file is at the ledger's path.
    func requireFolder() throws {
        guard !isPlainFile else {
            throw CommandFailure(.malformed, "\(path) is a file; a ledger is a folder")
        }
    }

    /// - Throws: a failure where a folder lies inside the ledger's: keys are kept apart from it, for
    ///   who copies the ledger would copy them, too.
    func refuseInside(_ folder: String) throws {
        let inner = URL(filePath: folder).standardizedFileURL.resolvingSymlinksInPath().path
        let outer = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
        guard inner != outer, !inner.hasPrefix(outer + "/") else {
            throw CommandFailure(
                .cannotCreate,
                "\(folder) lies inside the ledger \(path): keep the key elsewhere"
            )
        }
    }

    private func open(_ access: LedgerOptions.Access) throws -> Ledger {
        try opened(access) { (options) throws(LedgerError) in
            try Ledger.open(at: path, options: options)
        }
    }

    /// Makes the views of the ledger anew, where an earlier build laid them out, too.
    func rebuild(progress report: @escaping Ledger.ProgressReport) throws -> RebuildReport {
        try opened(.readWrite) { (options) throws(LedgerError) in
            try Ledger.rebuild(at: path, options: options, progress: report)
        }
    }

    private func opened<Result>(
        _ access: LedgerOptions.Access,
        _ body: (LedgerOptions) throws(LedgerError) -> Result,
    ) throws -> Result {
        let options = try Self.options(access)
        try requireFolder()
        do {
            return try body(options)
        } catch {
            throw Self.notOpened(error, path)
        }
    }

    /// The failure that an error of opening a ledger stands for.
    static func notOpened(_ error: LedgerError, _ path: String) -> CommandFailure {
        let isMissing = error.code == .noSuchLedger
        return CommandFailure(
            error,
            isMissing
                ? "there is no ledger at \(path): make one with init, or name it by --ledger" : nil
        )
    }

    private var isPlainFile: Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }

    /// What the environment says about opening a ledger.
    static func options(_ access: LedgerOptions.Access) throws -> LedgerOptions {
        let standard = LedgerOptions(access: access)
        let environment = ProcessInfo.processInfo.environment
        guard let given = environment[mapVariable], !given.isEmpty else { return standard }
        guard let bytes = Int(given), bytes > 0 else {
            throw CommandFailure(
                .usage,
                "\(mapVariable) is \"\(given)\"; it must be a number of bytes"
            )
        }
        return LedgerOptions(access: access, mapBytesMaximum: bytes)
    }
}
