extension Workflow {
    /// Something wrong in the tables of a workflow that somebody wrote.
    public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        /// What is wrong, stable across versions.
        public let code: Code
        /// Where in the tables, for instance `refusals[3].code`; empty for the tables as a whole.
        public let path: String
        /// What is wrong and what would be right, a sentence for people.
        public let sentence: String

        /// Says what is wrong with a table, and where in its document.
        public init(_ code: Code, at path: String, _ sentence: String) {
            self.code = code
            self.path = path
            self.sentence = sentence
        }

        public var description: String { path.isEmpty ? sentence : "\(path): \(sentence)" }
    }

    /// Everything wrong in the tables of a workflow, in the order of the tables.
    public struct Faults: Error, Sendable, Hashable, CustomStringConvertible {
        /// The faults; at least one.
        public let all: [Fault]

        /// Puts faults together.
        public init(_ all: [Fault]) { self.all = all }

        public var description: String { all.map(\.description).joined(separator: "\n") }
    }
}

extension Workflow.Fault {
    /// A reason for refusing the tables of a workflow; its text is stable.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Reason: String, Sendable {
            case wrongType, missing, unknownMember, badName, badText, nameTaken, tooMany, duplicate
            case unknownFact, unknownEvent, unknownStatus, unknownCode, unknownCondition
            case senselessCondition
            case contradictoryRow, deadRow, factsWithoutStatus, statusWithoutRow
            case contradictoryPermission, refusedAlways, unlikeBuiltIn
        }

        private let reason: Reason

        /// The text of the code.
        public var description: String { reason.rawValue }

        /// A member is of another type than it must be.
        public static let wrongType = Code(reason: .wrongType)
        /// A member that must be there is absent or empty.
        public static let missing = Code(reason: .missing)
        /// A member has a name that its table does not have.
        public static let unknownMember = Code(reason: .unknownMember)
        /// A name is no simple word.
        public static let badName = Code(reason: .badName)
        /// A text is too long, or has control characters.
        public static let badText = Code(reason: .badText)
        /// A workflow of this build has the name.
        public static let nameTaken = Code(reason: .nameTaken)
        /// A table is longer than tables may be.
        public static let tooMany = Code(reason: .tooMany)
        /// A name stands twice where it may stand once.
        public static let duplicate = Code(reason: .duplicate)
        /// No fact has the name.
        public static let unknownFact = Code(reason: .unknownFact)
        /// No event has the name.
        public static let unknownEvent = Code(reason: .unknownEvent)
        /// The workflow has no status of the name.
        public static let unknownStatus = Code(reason: .unknownStatus)
        /// No refusal has the code.
        public static let unknownCode = Code(reason: .unknownCode)
        /// No condition has the name.
        public static let unknownCondition = Code(reason: .unknownCondition)
        /// A condition says nothing of an event of its row.
        public static let senselessCondition = Code(reason: .senselessCondition)
        /// A row asks for facts that never stand together.
        public static let contradictoryRow = Code(reason: .contradictoryRow)
        /// A row can never be the first to match.
        public static let deadRow = Code(reason: .deadRow)
        /// Some orders would have no status.
        public static let factsWithoutStatus = Code(reason: .factsWithoutStatus)
        /// No row gives a status.
        public static let statusWithoutRow = Code(reason: .statusWithoutRow)
        /// Two rows refuse the same event for the same facts with different codes.
        public static let contradictoryPermission = Code(reason: .contradictoryPermission)
        /// A row names an event that an earlier row refuses always.
        public static let refusedAlways = Code(reason: .refusedAlways)
        /// Tables that bear the name of a workflow of this build differ from its tables.
        public static let unlikeBuiltIn = Code(reason: .unlikeBuiltIn)
    }
}
