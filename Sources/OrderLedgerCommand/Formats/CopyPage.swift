import Foundation
import OrderLedger

/// A copy of a ledger that was made and verified.
struct CopyPage {
    private let title: String
    private let path: String
    private let report: VerificationReport
    private let personalData: PersonalData?

    /// What a copy can tell of personal data.
    enum PersonalData: String {
        case clear, readable, sealed
    }

    init(
        _ title: String,
        _ path: String,
        _ report: VerificationReport,
        _ personalData: PersonalData? = nil,
    ) {
        self.title = title
        self.path = path
        self.report = report
        self.personalData = personalData
    }

    func write(as format: OutputFormat, to output: StandardOutput) throws {
        let root = report.root?.description
        guard format == .table else {
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("path", path)
            writer.member("events", Int64(report.events))
            writer.member("root", root)
            if let personalData { writer.member("personalData", personalData.rawValue) }
            writer.endObject()
            return try output.writeLine(writer.bytes)
        }
        var card = Card(title)
        card.add("path", path)
        card.add("events", Int(report.events).grouped)
        card.add("root", root)
        card.add("personal", personalData?.sentence)
        try card.write(to: output)
    }
}

extension CopyPage.PersonalData {
    fileprivate var sentence: String {
        switch self {
        case .clear: "in clear"
        case .readable: "can be read: the copy holds the key"
        case .sealed: "cannot be read: the copy holds no key, see --with-keys"
        }
    }
}

/// Why a copy was not made.
enum CopyFailure {
    /// The failure that an error of making a copy at a path stands for.
    static func failure(_ error: any Error, _ path: String) -> CommandFailure {
        switch error {
        case let place as MalformedLine:
            CommandFailure(.malformed, place.description.printable + "; nothing was made")
        case is InputError: InputFiles.failure(error)
        case let error as LedgerError where error.code == .alreadyExists:
            CommandFailure(error, "something is at \(path) already: choose another path")
        case let error as LedgerError where error.code == .noSuchLedger:
            CommandFailure(.cannotCreate, "nothing can be made at \(path): \(reason(error, path))")
        default: CommandFailure(anyOf: error)
        }
    }

    private static func reason(_ error: LedgerError, _ path: String) -> String {
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
        let isThere = FileManager.default.fileExists(atPath: parent.path)
        return isThere ? error.message : "there is no folder \(parent.path)"
    }
}
