import EventLog
import Foundation
import Orders
import Testing

@testable import Interchange

@Suite("Batches")
struct BatchTests {
    private let files: Files

    init() throws { files = try Files() }

    /// Events whose texts hold everything that could be taken for the end of an element.
    private static let events = [
        line("a", text: "plain"), line("b", text: #"],}{[ \"quoted\" \\"#),
        line("c", text: "Grüße, 日本"), line("d", order: "10 02", text: ""),
    ]

    @Test(arguments: [false, true])
    func `a batch gives its events however it is printed`(_ isPretty: Bool) throws {
        let text = "[" + Self.events.joined(separator: ",") + "]"
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let printed = try JSONSerialization.data(
            withJSONObject: value,
            options: isPretty ? [.prettyPrinted, .sortedKeys] : []
        )
        let contents = try Contents(try files.make("batch.json", printed))
        #expect(contents.ids == ["a", "b", "c", "d"])
        #expect(contents.complaints == [])
        #expect(contents.events.map(\.event.payload) == (try payloads(Self.events)))
    }

    @Test func `a batch in small blocks gives the same events`() throws {
        let text = "\n [ " + Self.events.joined(separator: "\n ,\r\n ") + " ] \n"
        let file = try files.make("batch.json", text.utf8)
        let whole = try Contents(file)
        let small = try Contents(file, limits: LineSource.Limits(bytes: 1, items: 1))
        #expect(whole.ids == small.ids)
        #expect(whole.texts == Self.events)
        #expect(small.texts == Self.events)
        #expect(small.events.map(\.line) == [2, 4, 6, 8])
        #expect(small.blocks.count == 4)
    }

    @Test func `data of many lines is recorded on one`() throws {
        let text = """
            [{"specversion":"1.0","id":"a","type":"order.commented","subject":"1",
              "data":{
                "unknown":[1,
                  2]
            }}]
            """
        let event = text.replacingOccurrences(of: "\"unknown\"", with: "\"text\":\"t\",\"unknown\"")
        let contents = try Contents(try files.make("batch.json", event.utf8))
        let data = try #require(contents.events.first?.event.payload.merged())
        #expect(contents.complaints == [])
        #expect(!data.contains(UInt8(ascii: "\n")))
    }

    private func payloads(_ lines: [String]) throws -> [Payload] {
        try Contents(try files.make("lines", lines.joined(separator: "\n").utf8))
            .events.map(\.event.payload)
    }
}
