import Foundation
import Testing

@testable import Orders

/// Foundation's parser is the slow twin; where the two differ on purpose, the test says so.
@Suite struct JSONOracleTests {
    private func foundation(_ bytes: [UInt8]) -> Any? {
        try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    }

    private func matches(_ ours: JSONValue, _ theirs: Any) -> Bool {
        switch ours {
        case .null: return theirs is NSNull
        case .bool(let value): return theirs as? Bool == value
        case .number(let digits):
            return (theirs as? NSNumber)?.doubleValue == Double(digits)
        case .string(let text):
            return (theirs as? String).map { $0.utf8.elementsEqual(text.utf8) } ?? false
        case .array(let elements):
            guard let list = theirs as? [Any], list.count == elements.count else { return false }
            return zip(elements, list).allSatisfy { matches($0, $1) }
        case .object(let members):
            guard let object = theirs as? [String: Any] else { return false }
            return object.count == members.count
                && members.allSatisfy { member in
                    object[member.name].map { matches(member.value, $0) } ?? false
                }
        }
    }

    @Test func `random documents are read as Foundation reads them`() throws {
        var dice = SeededDice.rolled(31, for: "random documents")
        for round in 0..<3_000 {
            let value = dice.json()
            let bytes = Array(dice.spread(value).utf8)
            let place: Testing.Comment = "seed \(dice.seed), round \(round)"
            let ours = try JSONValue(json: bytes)
            #expect(ours == value, place)
            #expect(try JSONValue(json: ours.json) == value, place)
            #expect(matches(ours, try #require(foundation(bytes), place)), place)
        }
    }

    @Test func `damaged documents are refused where Foundation refuses them`() {
        var dice = SeededDice.rolled(32, for: "damaged documents")
        var accepted = 0
        for round in 0..<8_000 {
            let value = dice.json()
            let bytes = dice.damaged(Array(dice.spread(value).utf8))
            let place: Testing.Comment = "seed \(dice.seed), round \(round)"
            let ours = try? JSONValue(json: bytes)
            let theirs = foundation(bytes)
            if let ours, let theirs {
                accepted += 1
                #expect(matches(ours, theirs), place)
            } else if (ours == nil) != (theirs == nil) {
                #expect(
                    isDeliberate(bytes, ours),
                    "\(place): \(String(decoding: bytes, as: UTF8.self))"
                )
            }
            var reader = JSONReader(bytes)
            let skips = (try? reader.skipValue()) != nil && (try? reader.expectEnd()) != nil
            #expect(ours == nil || skips, place)
        }
        #expect(accepted > 200)
    }

    /// Whether the two may differ: Foundation refuses numbers that no double holds, and takes a
    /// comma before the end of a list and names that stand twice.
    private func isDeliberate(_ bytes: [UInt8], _ ours: JSONValue?) -> Bool {
        if let ours { return hasHugeNumber(ours) }
        do throws(JSONError) {
            _ = try JSONValue(json: bytes)
            return false
        } catch {
            return error.message == "a comma stands before the end"
                || error.message == "a name stands twice in an object"
        }
    }

    private func hasHugeNumber(_ value: JSONValue) -> Bool {
        switch value {
        case .number(let digits): Double(digits)?.isFinite != true
        case .array(let elements): elements.contains { hasHugeNumber($0) }
        case .object(let members): members.contains { hasHugeNumber($0.value) }
        default: false
        }
    }
}
