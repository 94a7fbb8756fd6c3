import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// A server that is asked over the network, and why there is no answer, in sentences that say what to do.
struct ServerQuestion {
    /// Where it is, without a slash at the end.
    let url: String
    private let client: HTTPClient

    /// Asks what `body` asks.
    /// - Parameter authority: the file of a certificate that may vouch for the server; nil believes those of the machine.
    static func asking<Answer>(
        _ url: String, trusting authority: String?, _ body: (ServerQuestion) async throws -> Answer
    ) async throws -> Answer {
        let question = try ServerQuestion(url, trusting: authority)
        let answer: Result<Answer, any Error>
        do { answer = .success(try await body(question)) } catch { answer = .failure(error) }
        // A connection that does not end in time ends with the process.
        try? await question.client.shutdown()
        return try answer.get()
    }

    private init(_ url: String, trusting authority: String?) throws(CommandFailure) {
        guard ["http://", "https://"].contains(where: url.lowercased().hasPrefix) else {
            throw CommandFailure("\"\(url)\" is no address of a server, such as http://127.0.0.1:8000.")
        }
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        if let authority {
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(authority), !certificates.isEmpty else {
                throw CommandFailure("--cacert: the file \(authority) cannot be read, or holds no certificate in PEM.")
            }
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(certificates)
            configuration.tlsConfiguration = tls
        }
        client = HTTPClient(eventLoopGroup: .singletonMultiThreadedEventLoopGroup, configuration: configuration)
    }

    func ask(_ path: String, token: String? = nil) async throws(CommandFailure) -> (status: Int, body: Data) {
        var request = HTTPClientRequest(url: url + path)
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        do {
            let answer = try await client.execute(request, timeout: .seconds(10))
            let body = try await answer.body.collect(upTo: 4 << 20)
            return (Int(answer.status.code), Data(body.readableBytesView))
        } catch {
            throw CommandFailure(sentence(for: error))
        }
    }

    private func sentence(for error: any Error) -> String {
        // The libraries below have no other words for it.
        let words = "\(error)"
        if words.contains("CERTIFICATE_VERIFY_FAILED") || words.contains("unableToValidateCertificate") {
            return
                "The server at \(url) is vouched for by nobody whom this machine believes; --cacert FILE names an authority."
        }
        if words.contains("WRONG_VERSION_NUMBER") {
            return "What answers at \(url) speaks no TLS; ask it by http://."
        }
        if words.contains("refused") {
            return "No server answers at \(url): nobody listens there. --url names another address."
        }
        if error as? HTTPClientError == .remoteConnectionClosed {
            return "No server answers at \(url): the connection was closed. If it speaks TLS, ask it by https://."
        }
        return "No server answers at \(url): \(words)."
    }
}
