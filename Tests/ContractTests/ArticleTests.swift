import Foundation
import OrderLedger
import Testing

/// The Swift of the catalogue's articles, compiled and run as it stands there.
@Suite struct `The articles` {
    private static let catalogue = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/OrderLedger/OrderLedger.docc")

    /// A path in a new folder, which is taken away when the body has ended.
    private func inNewFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "orderledger-articles-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.appending(path: "shop.ledger").path)
    }

    @Test func `show Swift that is compiled and run here`() throws {
        func squeezed(_ text: String) -> String { text.filter { !$0.isWhitespace } }
        // The projection of the article lies where its own tests are.
        let projection = Self.catalogue.deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .appending(path: "Tests/ContractTests/Projections/SalesPerDay.swift").path
        let sources = try [#filePath, projection].map {
            try String(contentsOfFile: $0, encoding: .utf8)
                .replacing("import OrderLedger", with: "")
        }
        let tested = squeezed(sources.joined())
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.catalogue.path)
        var count = 0
        for file in files.sorted() where file.hasSuffix(".md") {
            let article = try String(
                contentsOf: Self.catalogue.appending(path: file),
                encoding: .utf8
            )
            for block in article.components(separatedBy: "```swift\n").dropFirst() {
                let shown = block.components(separatedBy: "\n```")[0]
                    .replacing("import OrderLedger", with: "")
                    .replacing("at: \"orders.ledger\"", with: "at: path")
                    .replacing("at: \"shop.ledger\"", with: "at: path")
                #expect(
                    tested.contains(squeezed(shown)),
                    "\(file) shows what is not here:\n\(shown)"
                )
                count += 1
            }
        }
        #expect(count > 10)
    }

    @Test func `begin with a ledger`() async throws {
        try await inNewFolder { path in
            let ledger = try Ledger.create(at: path, workflow: "webshop")
            #expect(ledger.defaultWorkflow.name == "webshop")
        }
    }

    @Test func `record an order, ask where it stands, and follow it`() async throws {
        try await inNewFolder { path in
            let ledger = try Ledger.create(at: path, workflow: "webshop")
            guard let order = OrderID("1001") else {
                fatalError("1 to 200 bytes without control characters")
            }

            func event(_ id: String, _ event: OrderEvent) throws -> NewEvent {
                guard let id = EventID(id) else { fatalError("an id has 1 to 512 bytes") }
                return try NewEvent(order: order, id: id, event)
            }

            var data = OrderData()
            data.currency = Currency(code: "EUR")
            data.total = try DecimalAmount(text: "19.90")
            let placed = try event("1001/placed", .placed(data))
            func append() throws {
                switch ledger.append(
                    AppendBatch([placed], expecting: [OrderExpectation(order, .noStream)])
                ) {
                case .recorded(let receipt): print("on the device at", receipt.parts[0].position)
                case .refused(let refusal, _): print(refusal.code, refusal.detail)
                case .wrongRevision(let failures): print(failures)
                case .conditionFailed(let failures, _): print(failures)
                case .failed(let error, _): throw error
                }
            }
            try append()
            try ask(ledger, order)
            func capture() throws -> AppendVerdict {
                let read = try ledger.statistics().head
                let condition = AppendCondition(
                    noneBehind: read,
                    types: ["paymentCaptured"],
                    data: ["reference": "RE-2041"]
                )
                var money = MoneyEvent(amount: try DecimalAmount(text: "19.90"))
                money.reference = "RE-2041"
                let captured = try event("1001/captured", .paymentCaptured(money))
                let verdict = ledger.append(AppendBatch([captured], unless: [condition]))
                return verdict
            }
            guard case .recorded = try capture() else {
                Issue.record("the capture was not recorded")
                return
            }
            #expect(try ledger.status(of: order) == "toDispatch")
            try await follow(ledger)
            try look(ledger, order)
        }
    }

    private func ask(_ ledger: Ledger, _ order: OrderID) throws {
        print(try ledger.status(of: order) ?? "no such order")
        if let summary = try ledger.order(order) {
            print(summary.outstanding, summary.tabs)
        }
        for entry in try ledger.history(of: order) {
            print(entry.event.type, entry.status)
        }
        #expect(try ledger.status(of: order) == "awaitingInvoice")
        #expect(try ledger.history(of: order).count == 1)
    }

    private func follow(_ ledger: Ledger) async throws {
        for await element in ledger.events(
            from: .beginning,
            matching: EventFilter(types: ["placed"])
        ) {
            guard case .event(let event) = element else { break }
            let stored = try event.stored()
            print(stored.order, String(decoding: stored.data, as: UTF8.self))
        }
        ledger.close()
        for await element in ledger.events(from: .beginning) {
            switch element {
            case .event(let event): print(event.position, event.order, event.type)
            case .checkpoint(let position): print("nothing up to", position)
            case .caughtUp(let position): print("live from", position)
            case .fellBehind(let count): print(count, "events behind")
            case .ended(let reason): print("over:", reason)
            }
        }
    }

    @Test func `follow a tab, and read at the position of a receipt`() async throws {
        try await inNewFolder { path in
            let ledger = try Ledger.create(at: path, workflow: "webshop")
            var data = OrderData()
            data.currency = Currency(code: "EUR")
            data.total = try DecimalAmount(text: "19.90")
            let event = try NewEvent(
                order: #require(OrderID("1001")),
                id: #require(EventID("1001/placed")),
                .placed(data)
            )
            guard case .recorded(let receipt) = await ledger.append(AppendBatch([event])) else {
                Issue.record("the order was not recorded")
                return
            }
            let order = receipt.parts[0].order
            let position = receipt.parts[0].position
            let summary = try await ledger.order(order, atLeast: position, within: .seconds(2))
            #expect(summary?.position == position)
            async let following: Void = followTab(ledger)
            ledger.close()
            await following
        }
    }

    private func followTab(_ ledger: Ledger) async {
        for await element in ledger.changes(in: .tab("toDispatch", of: "webshop")) {
            switch element {
            case .listed(let order, let row): print("is there:", order, row.status)
            case .caughtUp(let position): print("listed as of", position)
            case .changed(let change) where change.isEntry: print("enters:", change.order)
            case .changed(let change) where change.isExit: print("leaves:", change.order)
            case .changed(let change): print("changed:", change.order, "at", change.position)
            case .checkpoint, .fellBehind: continue
            case .ended(let reason): print("over:", reason)
            }
        }
    }

    private func look(_ ledger: Ledger, _ order: OrderID) throws {
        let then = try ledger.document(of: order, asOf: .position(Position(2)))
        #expect(then?.summary.status == "awaitingInvoice")
        let report = try ledger.rebuild(check: true) { done, total in
            print(done, "of", total)
            return true
        }
        print(report.differences.isEmpty)
        #expect(report.differences.isEmpty)
    }

    @Test func `keep a view of one's own, inline and by following`() async throws {
        try await inNewFolder { path in
            _ = try Ledger.create(at: path)
            let ledger = try Ledger.open(at: path, projections: [SalesPerDay()])
            let data = """
                {"currency":"EUR","lines":[{"sku":"TEA","quantity":3,"unitPrice":"2.00"}]}
                """
            let placed = try NewEvent(
                order: #require(OrderID("A")),
                id: #require(EventID("placed")),
                typeName: "placed",
                data: Array(data.utf8),
                range: 0..<data.utf8.count
            )
            guard case .recorded = await ledger.append(AppendBatch([placed])) else {
                Issue.record("the order was not recorded")
                return
            }
            let sku = "TEA"
            let sales = try ledger.projection("sales")
            for row in try sales.rows(in: "pieces", under: ProjectionKey(.text(sku))) {
                print(row.key, try row.value(Int.self))
            }
            #expect(try sales.rows(in: "pieces").map { try $0.value(Int.self) } == [3])
            let task = Task { @Sendable in
                try await ledger.run(SalesPerDay())
            }
            task.cancel()
            _ = try? await task.value
        }
    }

    /// Compiled only: a follower goes on until it is ended, which is tested where it is at home.
    private func follow(
        _ ledger: Ledger,
        _ send: @escaping @Sendable (StoredEvent) async throws -> Void
    ) async throws {
        try await ledger.follow(named: "mail", matching: EventFilter(types: ["dispatched"])) {
            event in
            try await send(event.stored())
        }
    }

    @Test func `carry types of one's own on`() async throws {
        try await inNewFolder { path in
            _ = try Ledger.create(at: path)
            let evolution = try EventEvolution([
                EventEvolution.Step("com.example.weighed", from: 1) { data in
                    data.merged(with: .object([.init("unit", .string("kg"))]))
                }
            ])
            let ledger = try Ledger.open(at: path, options: LedgerOptions(evolution: evolution))
            let event = try NewEvent(
                order: #require(OrderID("A")),
                id: #require(EventID("w")),
                typeName: "com.example.weighed",
                data: Array(#"{"weight":"2"}"#.utf8),
                range: 0..<14
            )
            guard case .recorded = await ledger.append(AppendBatch([event], policy: .observe))
            else {
                Issue.record("the event was not recorded")
                return
            }
            let stored = try #require(try ledger.events(from: Position(2), limit: 1).first)
            #expect(stored.familiarity == .older(than: 2))
            #expect(String(decoding: stored.data, as: UTF8.self) == #"{"weight":"2","unit":"kg"}"#)
        }
    }
}
