import Foundation

extension TemporaryLedger {
    /// The names of the files in the ledger's folder, in order.
    package var folderEntries: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }

    /// The permission bits of a file in the ledger's folder.
    package func mode(of name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return attributes[.posixPermissions] as? Int
    }

    /// The files of the ledger's folder in which bytes of a text occur, as a search would find them.
    package func files(holding text: String) throws -> [String] {
        try folderEntries.filter { name in
            let data = try Data(contentsOf: URL(filePath: path + "/" + name))
            return data.range(of: Data(text.utf8)) != nil
        }
    }
}
