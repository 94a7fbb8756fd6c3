import CCurl

/// Bytes on their way out, in memory that never moves: TLS wants a send that could not finish to be repeated with the
/// same address and length.
final class OutgoingBytes {
    static let capacity = 64 << 10

    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    private var start = 0
    private var end = 0
    private var blockedLength: Int?

    deinit {
        memory.deallocate()
    }

    var isEmpty: Bool { start == end }
    var room: Int { Self.capacity - end }

    /// Takes as many of `bytes` as there is room for, and says how many.
    func append(_ bytes: UnsafeRawBufferPointer) -> Int {
        let count = min(bytes.count, room)
        guard count > 0 else { return 0 }
        UnsafeMutableRawBufferPointer(rebasing: memory[end..<end + count])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        end += count
        return count
    }

    /// Sends what the connection takes.
    func flush(to easy: EasyHandle) throws(TransportError) {
        while start < end {
            let length = blockedLength ?? end - start
            var sent = 0
            let code = ccurl_easy_send(easy.pointer, memory.baseAddress?.advanced(by: start), length, &sent)
            guard code != CURLE_AGAIN else {
                blockedLength = length
                return
            }
            guard code == CURLE_OK else { throw easy.error(for: code) }
            blockedLength = nil
            start += sent
        }
        start = 0
        end = 0
    }
}
