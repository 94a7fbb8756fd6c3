import FoundationEssentials
import Synchronization

@testable import CollabClient

/// An OpenID provider on 127.0.0.1 that says what a test wrote down, over real sockets.
final class ScriptedProvider: Sendable {
    struct Call: Sendable {
        let path: String
        let head: String
        let issuer: String
        let fields: [String: String]
    }

    struct Reply: Sendable {
        var status = 200
        var body: String
    }

    typealias Script = @Sendable (Call, _ number: Int) -> Reply

    private let server: ScriptedServer
    private let log: CallLog

    /// What was asked, shared with the threads of the connections.
    private final class CallLog: Sendable {
        let calls = Mutex<[Call]>([])
    }

    /// - Parameters:
    ///   - metadata: fields of the discovery document beside its issuer and token endpoint; `$` is the issuer.
    ///   - script: answers everything but the discovery document; `number` counts from 1.
    init(metadata: String = "", discovery: Reply? = nil, _ script: @escaping Script = { _, _ in Reply(body: "{}") }) {
        let log = CallLog()
        self.log = log
        server = ScriptedServer { peer in
            while let head = peer.readHead() {
                let line = head.prefix { $0 != "\r\n" }.split(separator: " ")
                let path = line.count > 1 ? String(line[1]) : ""
                let issuer = "http://" + Self.field("host", in: head)
                let body = peer.read(Int(Self.field("content-length", in: head)) ?? 0) ?? []
                let form = Form.decode(String(decoding: body, as: UTF8.self)) ?? [:]
                if path == "/.well-known/openid-configuration" {
                    let own = #"{"issuer":"$","token_endpoint":"$/token""# + metadata + "}"
                    peer.write(Self.text(discovery ?? Reply(body: own), issuer))
                } else {
                    let call = Call(path: path, head: head, issuer: issuer, fields: form)
                    let number = log.calls.withLock { calls in
                        calls.append(call)
                        return calls.count
                    }
                    peer.write(Self.text(script(call, number), issuer))
                }
            }
        }
    }

    var issuer: String { server.url }

    /// What was asked but the discovery document, in order.
    var calls: [Call] { log.calls.withLock { $0 } }

    private static func field(_ name: String, in head: String) -> String {
        let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name + ":") } ?? ""
        return line.dropFirst(name.count + 1).drop { $0 == " " }.description
    }

    private static func text(_ reply: Reply, _ issuer: String) -> String {
        let body = reply.body.replacing("$", with: issuer)
        return
            "HTTP/1.1 \(reply.status) Said\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            + body
    }

    /// What this program is to the provider.
    func discovered(
        secret: String? = nil, scopes: [String] = [], clock: any LinkClock = ContinuousClock()
    ) async throws(SignInError) -> OpenIDProvider {
        try await OpenIDProvider.discovered(
            issuer: issuer, client: ClientIdentity(id: "draft", secret: secret), scopes: scopes,
            http: CurlHTTPTransport(network: NetworkThread()), clock: clock)
    }
}

/// Tokens as providers write them; nobody here looks at the signature.
enum SampleToken {
    static func idToken(
        issuer: String, audience: String = #""draft""#, subject: String = "sub-1", nonce: String? = nil,
        issuedAt: Int = 1_795_512_600, lives seconds: Int = 3600, type: String = "JWT", extra: String = ""
    ) -> String {
        let nonce = nonce.map { #","nonce":"\#($0)""# } ?? ""
        let payload =
            #"{"iss":"\#(issuer)","sub":"\#(subject)","aud":\#(audience),"iat":\#(issuedAt),"exp":\#(issuedAt + seconds)"#
            + nonce + extra + "}"
        return signed(payload, type: type)
    }

    static func signed(_ payload: String, type: String = "JWT") -> String {
        [#"{"alg":"RS256","typ":"\#(type)"}"#, payload, "signature"].map { Base64URL.encode(Array($0.utf8)) }
            .joined(separator: ".")
    }

    /// What a token endpoint answers.
    static func answer(access: String = "opaque", id: String? = nil, refresh: String? = nil) -> String {
        let id = id.map { #","id_token":"\#($0)""# } ?? ""
        let refresh = refresh.map { #","refresh_token":"\#($0)""# } ?? ""
        return #"{"access_token":"\#(access)","token_type":"Bearer","expires_in":3600"# + id + refresh + "}"
    }
}
