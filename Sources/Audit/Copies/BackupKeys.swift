/// Whether a backup takes the master key of personal data along.
public enum BackupKeys: Sendable {
    /// The copy shows personal fields as absent until the key's file is put beside its data.
    case leftOut
    /// The copy can be read by itself; what is erased later stays readable in it.
    case copied
}

/// How far a backup has come.
package enum BackupStep: CaseIterable, Sendable {
    /// The data is copied; the master key is not.
    case dataCopied
    /// The keys are copied, where they are wanted.
    case keysCopied
    /// The copy is verified.
    case verified
}
