import CollabAPI
import DraftCore
import FoundationEssentials

/// Speaks to an OpenID provider: little questions, little answers, little time.
struct ProviderCaller: Sendable {
    static let timeout = Duration.seconds(15)
    static let answerLimit = 256 << 10

    let http: any HTTPTransport

    /// A document.
    func get<Answer: Decodable>(_ url: String) async throws(SignInError) -> Answer {
        var request = HTTPRequest(method: .get, url: url)
        request.headers.add("Accept", "application/json")
        let response = try await send(request)
        guard response.status == 200 else {
            throw Self.unusable(response, "The provider answers \(response.status) to \(SignInError.quoted(url)).")
        }
        return try Self.read(response)
    }

    /// The answer to a form, or the provider's own no.
    func post<Answer: Decodable>(
        _ fields: [(name: String, value: String)], to url: String, as client: ClientIdentity, by methods: [String]?
    ) async throws(ProviderError) -> Answer {
        let response: HTTPResponse
        do throws(SignInError) {
            response = try await submit(fields, to: url, as: client, by: methods)
        } catch {
            throw .failed(error)
        }
        if (400..<500).contains(response.status), response.status != 429,
            let body = try? WireCoding.decode(ErrorAnswer.self, from: response.body)
        {
            throw .refused(body.error, body.description.map(SignInError.quoted))
        }
        do throws(SignInError) {
            guard response.status == 200 else {
                throw Self.unusable(response, "The provider answers \(response.status) and no token.")
            }
            return try Self.read(response)
        } catch {
            throw .failed(error)
        }
    }

    /// Sends a form whose answer says nothing.
    func submit(
        _ fields: [(name: String, value: String)], to url: String, as client: ClientIdentity, by methods: [String]?
    ) async throws(SignInError) -> HTTPResponse {
        var request = HTTPRequest(method: .post, url: url)
        request.headers.add("Accept", "application/json")
        request.headers.add("Content-Type", "application/x-www-form-urlencoded")
        let proof = client.proof(by: methods)
        if let basic = proof.basic { request.headers.add("Authorization", basic) }
        request.body = Data(Form.encode(fields + proof.fields).utf8)
        return try await send(request)
    }

    private func send(_ request: HTTPRequest) async throws(SignInError) -> HTTPResponse {
        var request = request
        request.timeout = Self.timeout
        request.answerLimit = Self.answerLimit
        do throws(TransportError) {
            return try await http.send(request)
        } catch {
            throw SignInError(error, at: request.url)
        }
    }

    private static func unusable(_ response: HTTPResponse, _ message: String) -> SignInError {
        SignInError(response.status >= 500 || response.status == 429 ? .unreachable : .provider, message)
    }

    private static func read<Answer: Decodable>(_ response: HTTPResponse) throws(SignInError) -> Answer {
        do throws(WireError) {
            return try WireCoding.decode(Answer.self, from: response.body)
        } catch {
            throw SignInError(.provider, "The provider's answer cannot be read. \(SignInError.quoted(error.message))")
        }
    }

    private struct ErrorAnswer: Decodable {
        let error: String
        let description: String?

        enum CodingKeys: String, CodingKey {
            case error
            case description = "error_description"
        }
    }
}

/// Why the provider gave nothing.
enum ProviderError: Error, Hashable {
    /// It answered by the book (RFC 6749, section 5.2): a word for programs and perhaps a text.
    case refused(String, String?)
    /// Everything else.
    case failed(SignInError)

    /// The same for people.
    var signInError: SignInError {
        switch self {
        case .failed(let error): error
        case .refused(let code, let text):
            SignInError(.denied, "The provider refuses: \(text ?? SignInError.quoted(code)).")
        }
    }
}

/// As whom this program speaks to the provider.
struct ClientIdentity: Hashable, Sendable {
    let id: String
    /// Programs on people's machines keep no secrets, so there is none, except where a provider insists on one.
    let secret: String?

    /// What goes along with a form; the header unless the provider takes the secret in the form alone.
    func proof(by methods: [String]?) -> (basic: String?, fields: [(name: String, value: String)]) {
        guard let secret else { return (nil, [("client_id", id)]) }
        if let methods, !methods.contains("client_secret_basic"), methods.contains("client_secret_post") {
            return (nil, [("client_id", id), ("client_secret", secret)])
        }
        let pair = Form.encode(id) + ":" + Form.encode(secret)
        return ("Basic " + Digest.base64(Array(pair.utf8)), [])
    }
}

/// `application/x-www-form-urlencoded`, and queries; every octet that could mean something is escaped.
enum Form {
    static func encode(_ fields: [(name: String, value: String)]) -> String {
        fields.map { encode($0.name) + "=" + encode($0.value) }.joined(separator: "&")
    }

    static func encode(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                String(Unicode.Scalar(byte))
            default:
                "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }

    /// The fields of a query; nil where one is malformed or stands in it twice (RFC 6749, section 3.1).
    static func decode(_ query: some StringProtocol) -> [String: String]? {
        var fields: [String: String] = [:]
        for part in query.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = pair.first, let name = text(first), let value = text(pair.dropFirst().first ?? ""),
                fields.updateValue(value, forKey: name) == nil
            else { return nil }
        }
        return fields
    }

    private static func text(_ encoded: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = encoded.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).isASCII
            ? Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init) : nil
    }
}
