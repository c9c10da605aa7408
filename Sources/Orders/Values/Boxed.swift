/// A value behind a reference, so that whatever stores it stays small.
///
/// Copies are independent: a value that somebody else holds too is copied before it changes.
package struct Boxed<Value: Sendable & Equatable>: Sendable, Equatable {
    /// Always one: an array is a reference that knows whether it is held alone.
    private var storage: [Value]

    package init(_ value: Value) { storage = [value] }

    package var value: Value { storage[0] }

    /// Changes the value, in place where nobody else holds it.
    package mutating func change<Outcome>(_ body: (inout Value) -> Outcome) -> Outcome {
        body(&storage[0])
    }
}
