import Audit
import EventLog
import Interchange
import Orders
import Projections

/// An export of the log on its way through it.
///
/// Both cores make the bytes of orders and of events, each those of a stretch of the log, and find
/// what events name; one thread writes them, and the things, in their order.
struct OCELExport {
    let store: LogStore
    let size: UInt64
    let progress: WorkProgress
    /// Where things are kept until all is sorted.
    private let folder: String
    private(set) var events = 0
    private(set) var objects = 0
    private(set) var totals = ControlTotals()
    private var writer = OCELWriter()

    /// Records of a stretch.
    private static let stretchRecords: UInt64 = 4_096
    /// Stretches that are under way, or wait to be written.
    private static let leadMaximum = 4

    /// - Parameter folder: where things are kept until all is sorted.
    init(store: LogStore, size: UInt64, folder: String, progress: WorkProgress) {
        self.store = store
        self.size = size
        self.folder = folder
        self.progress = progress
    }

    mutating func write(to sink: ([UInt8]) throws -> Void) throws {
        let survey = try survey()
        let things = try survey.things(progress)
        try sink(writer.begin(objects: OCELObject.Kind.allCases, events: survey.types))
        try writeOrders(to: sink)
        try write(things, to: sink)
        try writeEvents(to: sink)
    }

    mutating func end(_ evidence: ReportEvidence) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        evidence.write(to: &json)
        json.endObject()
        return writer.end(evidence: json.finish())
    }

    private mutating func writeOrders(to sink: ([UInt8]) throws -> Void) throws {
        let (store, rules) = (store, try store.rules())
        let fold = try WindowFold(store, last: size, progress: progress)
        var windows = fold.products { (window) throws(LedgerError) in
            try OCELOrders(of: window, rules, in: store)
        }
        defer { windows.end() }
        while let orders = try windows.next() {
            totals.add(orders.totals)
            try write(objects: orders.elements, to: sink)
        }
    }

    /// Goes over the log for what must be known before anything is written.
    private func survey() throws -> OCELSurvey {
        let store = store
        var survey = OCELSurvey(in: folder)
        try eachStretch { (positions) throws(LedgerError) in
            try OCELNames(at: positions, in: store)
        } take: {
            try survey.add($0)
        }
        return survey
    }

    /// Writes what events name, each thing once, in the order of its first mention.
    private mutating func write(
        _ things: RowSorter,
        to sink: ([UInt8]) throws -> Void,
    ) throws {
        var merge = try things.merged(progress)
        while case let rows = try merge.next(OCELSurvey.rowsAtOnce), !rows.isEmpty {
            try progress.check()
            var elements = OCELElements()
            try rows.forEach { (_, row) throws(LedgerError) in
                guard let thing = OCELThing(row: row) else {
                    throw SortedRun.changed("a run in \(folder)")
                }
                elements.append(thing.object)
            }
            try write(objects: elements, to: sink)
            progress.advance(by: 0)
        }
    }

    private mutating func writeEvents(to sink: ([UInt8]) throws -> Void) throws {
        let store = store
        var run = self
        try eachStretch { (positions) throws(LedgerError) in
            try OCELEvents(at: positions, in: store).elements
        } take: { elements in
            guard elements.count > 0 else { return }
            run.events += elements.count
            try sink(run.writer.beforeEvents())
            try sink(elements.bytes)
        }
        self = run
    }

    private mutating func write(
        objects elements: OCELElements,
        to sink: ([UInt8]) throws -> Void,
    ) throws {
        guard elements.count > 0 else { return }
        objects += elements.count
        try sink(writer.beforeObjects())
        try sink(elements.bytes)
    }

    /// Makes something of each stretch of the log on both cores, and takes it in their order.
    private func eachStretch<Product: Sendable>(
        _ make:
            @escaping @Sendable (ClosedRange<UInt64>) throws(LedgerError) -> Product,
        take: (Product) throws -> Void,
    ) throws {
        let size = size
        var stretches = Pipeline { (index: Int) throws(LedgerError) in
            let first = UInt64(index) * Self.stretchRecords + 1
            return try make(first...min(size, first + Self.stretchRecords - 1))
        }
        defer { stretches.end() }
        let count = Int((size + Self.stretchRecords - 1) / Self.stretchRecords)
        for index in 0..<count + Self.leadMaximum - 1 {
            try progress.check()
            if index < count { stretches.begin(index) }
            guard index + 1 >= Self.leadMaximum, let product = try stretches.next() else {
                continue
            }
            try take(product)
            progress.advance(by: 0)
        }
    }
}
