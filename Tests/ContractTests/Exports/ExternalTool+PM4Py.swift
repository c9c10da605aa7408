import LedgerTesting

extension ExternalTool {
    /// What pm4py counts in a file; nothing where it is not installed.
    static func pm4pyCounts(ofFile path: String) throws -> String? {
        let program = """
            import sys
            try:
                import pm4py
            except ImportError:
                sys.exit(127)
            log = pm4py.read_ocel2_json(sys.argv[1])
            print("counted", len(log.events), len(log.objects))
            """
        let outcome = try run(["python3", "-W", "ignore", "-c", program, path])
        guard outcome?.status != 127 else {
            print("skipped: python3 has no pm4py")
            return nil
        }
        return outcome?.text
    }
}
