import Foundation
import OrderLedger

/// A workflow as an argument names it: one of the build, or a file with one of the user's own.
enum GivenWorkflow {
    case builtIn(Workflow)
    /// The path of a file, which need not be there.
    case file(String)

    private static let endings = [".yaml", ".yml", ".json"]

    /// - Throws: for what is neither, so that a misspelt name is no missing file.
    @Sendable static func read(_ text: String) throws -> GivenWorkflow {
        if let workflow = Workflow.builtIn(named: text) { return .builtIn(workflow) }
        let isPath = text == "-" || endings.contains { text.hasSuffix($0) }
        guard isPath || FileManager.default.fileExists(atPath: text) else {
            let known = Value.unknown("workflow", text, among: WorkflowCatalogue.builtIn.names)
            throw InvalidValue("\(known); or give a file with one, such as shop.yaml")
        }
        return .file(text)
    }
}
