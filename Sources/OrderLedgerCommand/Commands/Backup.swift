import ArgumentParser
import OrderLedger

struct Backup: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the ledger while it is in use, and verify the copy.",
        discussion: """
            The copy is the ledger as it was at one commit. Every record of it is hashed and \
            compared with its tree and with the ledger's root; it takes its name only when it is \
            on the device. The copy is a ledger: --ledger opens it.

            The key of personal data is left out, so that the copy shows personal fields as \
            absent. --with-keys copies it, too, and checks that it opens them: a copy that is to \
            replace the ledger needs it, and whoever has such a copy can read in it what is erased \
            later. Where a customer is erased meanwhile, the copy is made anew.

            Example:
              orderledger backup /media/backup/orders-2026-03-01.ledger
            """
    )

    @Argument(help: ArgumentHelp("A folder that is not there yet.", valueName: "dir"))
    var folder: String

    @Flag(help: "Copy the key of personal data, too.")
    var withKeys = false

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let ledger = try location.openForReading()
        let progress = ProgressBar("verifying the copy", isQuiet: notes.isQuiet)
        let report: VerificationReport
        do {
            report = try ledger.backUp(to: folder, keys: withKeys ? .copied : .leftOut) {
                done,
                total in
                progress.update(count: done, done: done, of: total)
                return true
            }
        } catch {
            progress.clear()
            throw CopyFailure.failure(error, folder)
        }
        progress.clear()
        let personalData: CopyPage.PersonalData =
            ledger.isPlain ? .clear : withKeys ? .readable : .sealed
        try CopyPage("Backup", folder, report, personalData).write(as: format, to: output)
    }
}
