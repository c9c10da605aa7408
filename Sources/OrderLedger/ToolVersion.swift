/// The version of this build, as reports and exports name it.
public enum ToolVersion {
    /// The version of this build.
    public static let current = "0.3.0"
}
