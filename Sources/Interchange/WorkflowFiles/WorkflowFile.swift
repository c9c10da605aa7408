import Foundation
public import Orders

/// A file with the tables of a workflow, written in YAML.
///
/// The file needs to be there only until its workflow is taken into a ledger, which keeps the
/// tables itself.
///
/// ```swift
/// let file = try WorkflowFile("repair-shop.yaml")
/// for fault in file.faults { print(fault) }
/// ```
public struct WorkflowFile: Sendable {
    /// The most bytes that a file may have.
    public static let bytesMax = 1 << 20

    /// The file as the caller named it.
    public let name: String
    /// What the file says, for `Workflow.init(tables:code:)`.
    public private(set) var tables: JSONValue
    private let document: YAMLDocument

    /// Reads a file, or standard input where the path is `-`.
    ///
    /// - Throws: `InputError` for a file that cannot be read, `FileFault` for one that is no YAML.
    public init(_ path: String) throws {
        let input = InputFile(path)
        let handle = try input.open()
        let data: Data?
        do {
            data = try handle.read(upToCount: Self.bytesMax + 1)
        } catch {
            throw InputError(
                .unreadable,
                file: path,
                message: "\(input.name) cannot be read: \(error.localizedDescription)"
            )
        }
        try self.init(yaml: Array(data ?? Data()), file: input.name)
    }

    /// Reads the bytes of a file.
    ///
    /// - Parameter name: the file, as faults are to name it.
    /// - Throws: `FileFault` where the bytes are no YAML, or too many.
    public init(yaml: [UInt8], file name: String) throws {
        guard yaml.count <= Self.bytesMax else {
            let sentence = "the file is larger than \(Self.bytesMax) bytes"
            throw FileFault(file: name, at: .start, sentence)
        }
        self.name = name
        document = try YAMLDocument(yaml, file: name)
        tables = document.value
    }

    /// The name of the workflow, as the file has it; nothing where it names none.
    public var workflowName: String? {
        guard case .string(let name)? = original["workflow"] else { return nil }
        return name
    }

    /// The same file as a change of the workflow whose name it has, for a look at what would be
    /// otherwise: it is not held against the build's own tables.
    public func asChange() -> WorkflowFile {
        guard case .object(let members) = tables, let name = workflowName else { return self }
        var file = self
        file.tables = .object(
            members.map { member in
                member.name == "workflow"
                    ? JSONValue.Member("workflow", .string("changed-\(name)")) : member
            }
        )
        return file
    }

    /// What the file itself says.
    private var original: JSONValue { document.value }

    /// Every fault of the tables, by line; none where they are sound.
    public var faults: [FileFault] { placed(Workflow.faults(in: tables)) }

    /// The workflow that the file describes.
    ///
    /// - Parameter code: the code that a ledger gives it; that of a ledger's first one unless said
    ///   otherwise, and its own code for a workflow of this build.
    /// - Throws: `FileFaults` with every fault of the tables.
    public func workflow(code: Workflow.Code? = nil) throws(FileFaults) -> Workflow {
        do throws(Workflow.Faults) {
            return try Workflow(tables: tables, code: code ?? builtIn?.code ?? .firstAdded)
        } catch {
            throw FileFaults(all: placed(error.all))
        }
    }

    /// The workflow of this build that has the name.
    private var builtIn: Workflow? {
        guard case .string(let name)? = tables["workflow"] else { return nil }
        return Workflow.builtIn(named: name)
    }

    private func placed(_ faults: [Workflow.Fault]) -> [FileFault] {
        faults.map { (place: document.place(of: $0.path), fault: $0) }
            .sorted { $0.place < $1.place }
            .map { FileFault(file: name, at: $0.place, $0.fault.sentence) }
    }
}
