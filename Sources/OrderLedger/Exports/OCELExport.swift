import Audit
import EventLog
import Interchange
import Orders
import Projections

/// An export of the log on its way through it.
///
/// Both cores make the bytes of orders, of things and of events, each those of a stretch of the log,
/// and one thread writes them in their order.
struct OCELExport {
    let store: LogStore
    let size: UInt64
    let progress: WorkProgress
    private(set) var events = 0
    private(set) var objects = 0
    private(set) var totals = ControlTotals()
    private var writer = OCELWriter()

    /// Orders of a window: as many as some megabytes of bytes are about.
    private static let windowOrders = 16_384
    /// Mentions whose names are kept at once; a log with more is read again for the rest.
    private static let mentionMaximum = 1 << 19
    /// Records of a stretch.
    private static let stretchRecords: UInt64 = 4_096
    /// Stretches that are under way, or wait to be written.
    private static let leadMaximum = 4

    init(store: LogStore, size: UInt64, progress: WorkProgress) {
        self.store = store
        self.size = size
        self.progress = progress
    }

    mutating func write(to sink: ([UInt8]) throws -> Void) throws {
        let survey = try OCELSurvey(store, size, progress)
        try sink(writer.begin(objects: OCELObject.Kind.allCases, events: survey.types))
        try writeOrders(to: sink)
        try writeNamed(in: survey.mentions / Self.mentionMaximum + 1, to: sink)
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
        let fold = try WindowFold(
            store,
            last: size,
            orderMaximum: Self.windowOrders,
            progress: progress
        )
        var windows = fold.products { (window) throws(LedgerError) in
            try OCELOrders(of: window, rules, in: store)
        }
        defer { windows.end() }
        while let orders = try windows.next() {
            totals.add(orders.totals)
            try write(objects: orders.elements, to: sink)
        }
    }

    /// Writes what events name, each thing once, in the order of its first mention.
    ///
    /// - Parameter parts: how many times the log is gone over, each time for a part of the names.
    private mutating func writeNamed(in parts: Int, to sink: ([UInt8]) throws -> Void) throws {
        let store = store
        var marks: [[UInt8]] = []
        for part in 0..<parts {
            var known: Set<String> = []
            let before = marks
            var run = self
            try eachStretch { (index, positions) throws(LedgerError) in
                try OCELNames(
                    at: positions,
                    in: store,
                    part: part,
                    of: parts,
                    marks: part == 0 ? nil : before[index]
                )
            } take: { names in
                if part == 0, parts > 1 { marks.append(names.marks) }
                var elements = OCELElements()
                for thing in names.things where known.insert(thing.id).inserted {
                    elements.append(thing.element)
                }
                try run.write(objects: elements, to: sink)
            }
            self = run
        }
    }

    private mutating func writeEvents(to sink: ([UInt8]) throws -> Void) throws {
        let store = store
        var run = self
        try eachStretch { (_, positions) throws(LedgerError) in
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
            @escaping @Sendable (_ index: Int, ClosedRange<UInt64>) throws(LedgerError) -> Product,
        take: (Product) throws -> Void,
    ) throws {
        let size = size
        var stretches = Pipeline { (index: Int) throws(LedgerError) in
            let first = UInt64(index) * Self.stretchRecords + 1
            return try make(index, first...min(size, first + Self.stretchRecords - 1))
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
