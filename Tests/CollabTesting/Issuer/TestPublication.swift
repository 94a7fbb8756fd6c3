import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// What an issuer publishes, and how well it does that.
public final class TestPublication: Sendable {
    /// How it answers.
    public enum Manner: Sendable {
        case proper
        /// With 503.
        case failing
        /// Not at all until this changes, and then in the new manner.
        case stalling
        /// Takes requests for keys and does not answer them; says where they are.
        case stallingKeys
        /// With 300 KiB.
        case oversize
        /// With half of the answer, and nothing more until this changes.
        case stoppingHalfway
        /// With a redirect to where the keys are.
        case redirecting
    }

    struct State: Sendable {
        var keys: [TestKey]
        var manner = Manner.proper
        /// Where it is.
        var url = ""
        /// What it calls itself, where that is not where it is.
        var describedIssuer: String?
        var keysText: String?
        var keyRequests = 0
    }

    private struct Guarded: Sendable {
        var state: State
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let guarded: Mutex<Guarded>

    init(key: TestKey) {
        guarded = Mutex(Guarded(state: State(keys: [key])))
    }

    var state: State { guarded.withLock { $0.state } }

    func change(_ change: (inout State) -> Void) {
        let released = guarded.withLock { guarded in
            let before = guarded.state.manner
            change(&guarded.state)
            guard guarded.state.manner != before else { return [CheckedContinuation<Void, Never>]() }
            defer { guarded.waiting = [] }
            return guarded.waiting
        }
        for continuation in released { continuation.resume() }
    }

    var router: Router<BasicRequestContext> {
        let router = Router()
        router.get("/.well-known/openid-configuration") { [self] _, _ in
            try await answer { "{\(discoveryMembers)}" }
        }
        router.get("/keys") { [self] _, _ in
            change { $0.keyRequests += 1 }
            if state.manner == .stallingKeys { await changeOfManner() }
            return try await answer { keysText }
        }
        router.get("/elsewhere") { [self] _, _ in
            // Whatever was asked for, it would be found here.
            Self.json("{\(discoveryMembers),\(keysText.dropFirst())")
        }
        return router
    }

    private var discoveryMembers: String {
        let state = state
        return #""issuer":"\#(state.describedIssuer ?? state.url)","jwks_uri":"\#(state.url)/keys""#
    }

    private var keysText: String {
        let state = state
        return state.keysText ?? #"{"keys":[\#(state.keys.map(\.jwk.text).joined(separator: ","))]}"#
    }

    private func answer(_ text: () -> String) async throws -> Response {
        switch state.manner {
        case .proper, .stallingKeys: return Self.json(text())
        case .failing: return Response(status: .serviceUnavailable)
        case .oversize: return Self.json(text() + String(repeating: " ", count: 300 * 1024))
        case .redirecting: return Response(status: .found, headers: [.location: "/elsewhere"])
        case .stalling:
            await changeOfManner()
            return try await answer(text)
        case .stoppingHalfway:
            let half = ByteBuffer(string: String(text().prefix(10)))
            return Response(
                status: .ok,
                body: ResponseBody { [self] writer in
                    try await writer.write(half)
                    await changeOfManner()
                    try await writer.finish(nil)
                })
        }
    }

    private static func json(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private func changeOfManner() async {
        let manner = state.manner
        await withCheckedContinuation { continuation in
            let isOver = guarded.withLock { guarded in
                if guarded.state.manner == manner { guarded.waiting.append(continuation) }
                return guarded.state.manner != manner
            }
            if isOver { continuation.resume() }
        }
    }
}
