/// Reading and writing integers inside byte sequences, in a stated byte order.
///
/// Each access checks its bounds once and is one unaligned load or store in a release build.
extension Span where Element == UInt8 {
    /// The integer whose little-endian bytes start at `offset`.
    @inlinable
    @inline(always)
    package func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        _ type: Value.Type,
        at offset: Int,
    ) -> Value {
        Value(littleEndian: nativeEndian(type, at: offset))
    }

    /// The integer whose big-endian bytes start at `offset`.
    @inlinable
    @inline(always)
    package func bigEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        _ type: Value.Type,
        at offset: Int,
    ) -> Value {
        Value(bigEndian: nativeEndian(type, at: offset))
    }

    @inlinable
    @inline(always)
    func nativeEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        _ type: Value.Type,
        at offset: Int,
    ) -> Value {
        let width = MemoryLayout<Value>.size
        precondition(offset >= 0 && offset <= count - width, "integer reaches outside the bytes")
        // Safety: the line above keeps the load inside the span; every bit pattern is an integer.
        return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: type)
    }

    /// The two little-endian bytes at `offset`.
    @inlinable
    @inline(always)
    package func uint16(at offset: Int) -> UInt16 { littleEndian(UInt16.self, at: offset) }

    /// The four little-endian bytes at `offset`.
    @inlinable
    @inline(always)
    package func uint32(at offset: Int) -> UInt32 { littleEndian(UInt32.self, at: offset) }

    /// The eight little-endian bytes at `offset`.
    @inlinable
    @inline(always)
    package func uint64(at offset: Int) -> UInt64 { littleEndian(UInt64.self, at: offset) }

    /// The eight little-endian bytes at `offset`, signed.
    @inlinable
    @inline(always)
    package func int64(at offset: Int) -> Int64 { littleEndian(Int64.self, at: offset) }

    /// A copy of the bytes in `range`, made with one memory copy.
    @inlinable
    package func bytes(in range: Range<Int>) -> [UInt8] {
        let part = extracting(range)
        // Safety: the buffer is read only inside the closure, while the span is borrowed.
        return unsafe part.withUnsafeBufferPointer { unsafe [UInt8]($0) }
    }

    /// The text in `range`; what is no UTF-8 is replaced as `String(decoding:as:)` does.
    @inlinable
    package func text(in range: Range<Int>) -> String {
        let part = extracting(range)
        // Short ASCII becomes a string without a look at each byte.
        // Safety: the string has room for all bytes of the part, which are initialised there and
        // read only inside the closures, while the span is borrowed.
        return unsafe String(unsafeUninitializedCapacity: part.count) { text in
            unsafe part.withUnsafeBufferPointer { unsafe text.initialize(fromContentsOf: $0) }
        }
    }

    /// A copy of all bytes, made with one memory copy.
    @inlinable
    package func copy() -> [UInt8] {
        bytes(in: 0..<count)
    }

    /// True when both hold the same bytes.
    @inlinable
    package func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        var index = 0
        while index + 8 <= count {
            guard uint64(at: index) == other.uint64(at: index) else { return false }
            index += 8
        }
        while index < count {
            guard self[index] == other[index] else { return false }
            index += 1
        }
        return true
    }
}

extension MutableSpan where Element == UInt8 {
    /// Writes the little-endian bytes of `value` from `offset` on.
    @inlinable
    @inline(always)
    package mutating func storeLittleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        _ value: Value,
        at offset: Int,
    ) {
        let width = MemoryLayout<Value>.size
        precondition(offset >= 0 && offset <= count - width, "integer reaches outside the bytes")
        // Safety: the line above keeps the store inside the span, which nobody else can touch.
        unsafe withUnsafeMutableBytes { buffer in
            unsafe buffer.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Value.self)
        }
    }

    /// Copies `source` over the bytes from `offset` on, with one memory copy.
    @inlinable
    package mutating func store(_ source: Span<UInt8>, at offset: Int) {
        precondition(
            offset >= 0 && offset <= count - source.count,
            "source reaches outside the bytes"
        )
        // Safety: the line above keeps the copy inside; exclusive access keeps the two apart.
        unsafe source.withUnsafeBytes { from in
            unsafe withUnsafeMutableBytes { buffer in
                unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[offset...])
                    .copyMemory(from: from)
            }
        }
    }
}

extension [UInt8] {
    /// Appends the little-endian bytes of `value`.
    @inlinable
    @inline(always)
    package mutating func appendLittleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        _ value: Value
    ) {
        // Safety: the buffer covers exactly the local integer and is read during the call only.
        unsafe Swift.withUnsafeBytes(of: value.littleEndian) { unsafe append(contentsOf: $0) }
    }

    /// Appends the big-endian bytes of `value`, which sort as the values do.
    @inlinable
    @inline(always)
    package mutating func appendBigEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        _ value: Value
    ) {
        // Safety: the buffer covers exactly the local integer and is read during the call only.
        unsafe Swift.withUnsafeBytes(of: value.bigEndian) { unsafe append(contentsOf: $0) }
    }

    /// Appends a copy of `bytes`, with one memory copy.
    @inlinable
    package mutating func append(copying bytes: Span<UInt8>) {
        // Safety: the buffer is read during the call only, while the span is borrowed.
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }

    /// Writes the little-endian bytes of `value` from `offset` on.
    @inlinable
    @inline(always)
    package mutating func storeLittleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        _ value: Value,
        at offset: Int,
    ) {
        var all = mutableSpan
        all.storeLittleEndian(value, at: offset)
    }

    /// Writes the big-endian bytes of `value` from `offset` on.
    @inlinable
    @inline(always)
    package mutating func storeBigEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        _ value: Value,
        at offset: Int,
    ) {
        var all = mutableSpan
        all.storeLittleEndian(value.byteSwapped, at: offset)
    }
}
