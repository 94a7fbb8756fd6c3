import CollabAPI
import DraftCore
import FoundationEssentials
import NIOCore
import NIOEmbedded
import NIOWebSocket

@testable import CollabClient
@testable import collab_server

/// Bytes on an open live channel, read by either side.
///
/// An input is a byte for the reader and for whether the rest is bytes of frames or the text of one message, a byte for the
/// length of the pieces in which it comes, and the rest. It is taken where the connection goes on, or is closed by its peer.
final class SocketFrames: FuzzTarget {
    init() {}

    func run(_ input: FuzzInput) -> Bool {
        var input = input
        let (isForServer, isMessage) = (input.choice(of: 2) == 0, input.choice(of: 2) == 0)
        let pieceLength = input.choice(of: 256) + 1
        let bytes = Array(input.rest)
        if isForServer {
            let frames = isMessage ? Self.frame(bytes, mask: [1, 2, 3, 4]) : bytes
            do {
                return try waiting { try await ServerFrames().read(frames, inPiecesOf: pieceLength) }
            } catch {
                fatalError("FINDING: \(error)")
            }
        } else {
            return ClientFrames.read(isMessage ? Self.frame(bytes, mask: nil) : bytes, inPiecesOf: pieceLength)
        }
    }

    /// One text frame (RFC 6455, section 5.2).
    private static func frame(_ payload: [UInt8], mask: [UInt8]?) -> [UInt8] {
        let maskBit: UInt8 = mask == nil ? 0 : 0x80
        let count = payload.count
        var frame: [UInt8] =
            switch count {
            case ..<126: [0x81, maskBit | UInt8(count)]
            case ..<65_536: [0x81, maskBit | 126, UInt8(count >> 8), UInt8(count & 0xFF)]
            default: [0x81, maskBit | 127] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
            }
        guard let mask else { return frame + payload }
        frame += mask
        return frame + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }

    /// `bytes` as a network may deliver them.
    static func pieces(of bytes: [UInt8], length: Int) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: bytes.count, by: length).map { bytes[$0..<min($0 + length, bytes.count)] }
    }
}

/// The server as the reader: whatever comes, what it says are whole frames of its own messages, and nothing after a Close.
private struct ServerFrames: Sendable {
    // Tokens are looked at by tasks, so that the loop hears of other threads.
    private let channel = NIOAsyncTestingChannel()

    /// - Returns: whether nothing was wrong with them.
    func read(_ bytes: [UInt8], inPiecesOf length: Int) async throws -> Bool {
        let loop = channel.testingEventLoop
        let feed = DraftFeed(
            .random(), on: loop, clock: .system, names: ServerNames(),
            versions: FeedVersions(startingAt: Timestamp(milliseconds: 0)), onQuiet: { _ in })
        guard let ana = UserID("ana") else { fatalError("the id is not sound") }
        let channel = channel
        try await loop.executeInContext {
            let admission = SocketAdmission(
                stay: Stay(.user(Caller(userID: ana))), requestID: .echoing([]), connectionID: .random(), feed: feed,
                greeting: [],
                subscription: Subscription(user: ana, after: 0, admittedAt: 0, presenceVersion: 0, typingVersion: 0),
                page: { _ in [] }, renew: { _ in true }, leave: {})
            let limits = Limits()
            let frames = ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limits.messageBytes))
            try channel.pipeline.syncOperations.addHandler(frames)
            try channel.pipeline.syncOperations.addHandler(SocketHandler(admission, limits: limits, clock: .system))
        }
        try await channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1))
        for piece in SocketFrames.pieces(of: bytes, length: length) where channel.isActive {
            // The handler has heard of what the decoder throws, and answers it.
            _ = try? await channel.writeInbound(ByteBuffer(bytes: piece))
            await loop.run()
        }
        let closing = try await checkAnswers()
        _ = try? await channel.finish(acceptAlreadyClosed: true)
        return closing == nil || closing == 1000
    }

    /// - Returns: the code of the Close, if there was one; 1000 stands for none.
    private func checkAnswers() async throws -> UInt16? {
        var closing: UInt16?
        while var bytes = try await channel.readOutbound(as: ByteBuffer.self) {
            while let first = bytes.readInteger(as: UInt8.self), let second = bytes.readInteger(as: UInt8.self) {
                claim(closing == nil, "the server speaks after its Close")
                claim(first & 0xF0 == 0x80 && second & 0x80 == 0, "a frame in parts, or masked")
                let length: Int? =
                    switch second {
                    case 126: bytes.readInteger(as: UInt16.self).map(Int.init)
                    case 127: bytes.readInteger(as: UInt64.self).map(Int.init)
                    default: Int(second)
                    }
                guard let length, let payload = bytes.readBytes(length: length) else {
                    fatalError("FINDING: half a frame")
                }
                if first & 0xF == 8 {
                    closing = payload.count < 2 ? 1000 : UInt16(payload[0]) << 8 | UInt16(payload[1])
                }
                guard first & 0xF == 1 else { continue }
                let message = try? WireCoding.decode(ServerMessage.self, from: Data(payload))
                claim(message != nil, "a message that no client reads: \(String(decoding: payload, as: UTF8.self))")
            }
            claim(bytes.readableBytes == 0, "half a head of a frame")
        }
        return closing
    }
}

/// The client as the reader: messages that it understands are the same after they were written again, and may be folded.
private enum ClientFrames {
    /// - Returns: whether nothing was wrong with them.
    static func read(_ bytes: [UInt8], inPiecesOf length: Int) -> Bool {
        var isUnderstood = true
        do throws(TransportError) {
            let framing = try WebSocketFraming(output: OutgoingBytes())
            for piece in SocketFrames.pieces(of: bytes, length: length) where framing.isReading {
                for case .text(let text) in try framing.receive(Data(piece)) {
                    isUnderstood = check(text) && isUnderstood
                }
                try framing.fillOutput()
            }
            return isUnderstood && framing.violation == nil
        } catch {
            // The connection would be over.
            return false
        }
    }

    private static func check(_ text: Data) -> Bool {
        _ = try? WireCoding.decode(NumberedFrame.self, from: text)
        guard let message = try? WireCoding.decode(ServerMessage.self, from: text) else { return false }
        guard let written = try? WireCoding.encode(message),
            let read = try? WireCoding.decode(ServerMessage.self, from: written)
        else { fatalError("FINDING: a message that cannot be written again: \(message)") }
        claim(read == message, "another message after it was written: \(message), \(read)")
        claim((try? WireCoding.encode(read)) == written, "other bytes after it was written: \(message), \(read)")
        if case .event(let body) = message { fold(body.event) }
        return true
    }

    /// What any event may do to what a client holds.
    private static func fold(_ event: Event) {
        guard var draft = Draft.folding([event]) else { return }
        draft.apply(event)
        var manuscript = Manuscript()
        manuscript.apply(event)
        _ = manuscript.markdown(title: draft.title)
    }
}
