/// The Close frame of the other side, piece by piece. Judged here because wslay refuses the codes 1012 to 1014, which
/// were registered after RFC 6455, and takes half a code for none.
struct IncomingClose {
    enum Verdict: Equatable {
        case proper(code: UInt16, reason: String)
        /// The code is what the other side is to be told.
        case improper(code: UInt16)
    }

    private static let noStatus: UInt16 = 1005
    private static let protocolError: UInt16 = 1002
    private static let invalidText: UInt16 = 1007

    private let length: Int
    private var payload: [UInt8] = []

    /// - Parameter length: how many bytes the frame's head has announced.
    init(length: Int) {
        self.length = length
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        payload += bytes
    }

    /// Nil while the frame is not complete.
    var verdict: Verdict? {
        guard payload.count == length else { return nil }
        guard length > 0 else { return .proper(code: Self.noStatus, reason: "") }
        guard length > 1 else { return .improper(code: Self.protocolError) }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        guard Self.mayBeSent(code) else { return .improper(code: Self.protocolError) }
        guard let reason = String(validating: payload.dropFirst(2), as: UTF8.self) else {
            return .improper(code: Self.invalidText)
        }
        return .proper(code: code, reason: reason)
    }

    private static func mayBeSent(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
