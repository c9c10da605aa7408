/// The name that somebody may have meant who wrote another.
enum NearestName {
    /// The most letters that a name may be off.
    private static let distanceMax = 3

    /// A question behind a fault, `; did you mean "paid"?`; empty where no name is near.
    static func question(_ name: String, among names: [String]) -> String {
        let near = names.map { (name: $0, distance: distance(name, $0)) }
            .filter { $0.distance <= min(distanceMax, $0.name.utf8.count / 2) }
        guard let best = near.min(by: { $0.distance < $1.distance }) else { return "" }
        return "; did you mean \"\(best.name)\"?"
    }

    /// Letters to add, drop or change until one name is the other, whatever their case.
    private static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.lowercased().utf8.prefix(Workflow.nameBytesMax))
        let right = Array(right.lowercased().utf8)
        var row = Array(0...right.count)
        for (line, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in right.indices {
                let changed = diagonal + (byte == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
