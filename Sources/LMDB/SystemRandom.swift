import Glibc

/// Random bytes of the system, many for one call.
package enum SystemRandom {
    /// What the system gives for one call at most.
    private static let callBytes = 256

    /// Bytes that nobody can guess.
    package static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        for start in stride(from: 0, to: count, by: callBytes) {
            // Safety: the buffer is `count` bytes long and outlives the call.
            let code = unsafe bytes.withUnsafeMutableBytes { buffer in
                let part = unsafe buffer[start..<min(start + callBytes, count)]
                return unsafe getentropy(
                    UnsafeMutableRawBufferPointer(rebasing: part).baseAddress,
                    part.count
                )
            }
            precondition(code == 0, "the system gives random bytes")
        }
        return bytes
    }
}
