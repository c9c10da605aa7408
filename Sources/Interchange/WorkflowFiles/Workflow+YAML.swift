public import Orders

extension Workflow {
    /// The workflow as a file of YAML, which `WorkflowFile` reads back.
    ///
    /// The text is the same for the same tables, so that files can be compared.
    public var yaml: String {
        var writer = YAMLWriter()
        writer.comment([
            "The workflow \(name), as tables. Rows are tested from the top, and the first that",
            "matches counts: where all required facts hold, and none of the forbidden ones.",
            "Check a changed file with: orderledger workflows check FILE",
        ])
        guard case .object(let members) = tables else { return writer.text }
        writer.document(members, comments: Self.comments)
        return writer.text
    }

    private static let comments = [
        "workflow": "The name; a workflow of one's own has one of its own.",
        "boxes": "Each box is ticked and un-ticked at will.",
        "confirmed": "The flag beside a tab: on where these facts hold.",
        "veils": "The statuses that hide another beneath them.",
        "statuses": "The statuses by name.",
        "derivations": "Facts that are read into others before a table looks at them.",
        "statusRows": "The first row that matches gives the status; the last takes every order.",
        "tabs": "An order is in a tab where one of the tab's rows matches.",
        "colours": "The first row that matches gives the colour, and the message beside it.",
        "refusals": "The first row that matches refuses the event.",
    ]
}
