import CollabAPI
import DraftCore
import FoundationEssentials

/// Turns endpoints into requests and answers into bodies or errors. Everything that speaks HTTP goes through here.
struct APICaller: Sendable {
    let baseURL: String
    let credential: Credential
    let http: any HTTPTransport

    /// - Parameter baseURL: scheme, host, port and perhaps a path below which the server's routes are.
    init(baseURL: String, credential: Credential, http: any HTTPTransport) {
        var base = Substring(baseURL)
        while base.last == "/" { base.removeLast() }
        self.baseURL = String(base)
        self.credential = credential
        self.http = http
    }

    /// Whether the credential only reads: then nothing is said to the server either.
    var onlyReads: Bool {
        if case .share = credential { true } else { false }
    }

    /// Calls `endpoint` and reads its answer.
    func call<Query, Body, Answer>(
        _ endpoint: Endpoint<Query, Body, Answer>, path: [Route.Parameter: String] = [:], query: Query, body: Body,
        timeout: Duration = .seconds(30)
    ) async throws(ClientError) -> Answer {
        let response = try await answer(to: endpoint, path: path, query: query, body: body, timeout: timeout)
        do throws(WireError) {
            return try WireCoding.decode(Answer.self, from: response.body)
        } catch {
            throw ClientError(
                code: .notCollabServer, message: "The answer cannot be read. \(error.message)", status: response.status)
        }
    }

    /// Calls `endpoint` and hands back the bytes of a successful answer.
    func answer<Query, Body, Answer>(
        to endpoint: Endpoint<Query, Body, Answer>, path: [Route.Parameter: String] = [:], query: Query, body: Body,
        timeout: Duration = .seconds(30), answerLimit: Int = 16 << 20
    ) async throws(ClientError) -> HTTPResponse {
        var request = try request(for: endpoint, path: path, query: query, body: body)
        request.timeout = timeout
        request.answerLimit = answerLimit
        // A route that is open to all learns nothing of who calls, and needs no sign-in that could have expired.
        guard endpoint.route.wantsCredential else { return try await success(of: request, nil) }
        let field = try await field()
        let response = try await send(request, field)
        if response.status == 401, case .bearer = credential {
            return try await success(of: request, self.field(replacing: field?.value))
        }
        guard (200..<300).contains(response.status) else { throw failure(response) }
        return response
    }

    /// The upgrade request for `endpoint`, credential included.
    func socketRequest<Query, Body, Answer>(
        to endpoint: Endpoint<Query, Body, Answer>, path: [Route.Parameter: String], query: Query
    ) async throws(ClientError) -> HTTPRequest {
        let url = try url(of: endpoint.route, path, query)
        var request = HTTPRequest(method: endpoint.route.method, url: url)
        if let field = try await credential.field() { request.headers.add(field.name, field.value) }
        return request
    }

    /// Gets another credential than the one that was refused; false where there is none without the user.
    /// - Throws: where it cannot be known at the moment.
    func renewSignIn() async throws(ClientError) -> Bool {
        do throws(ClientError) {
            guard let refused = try await credential.field() else { return false }
            return try await credential.field(replacing: refused.value) != refused
        } catch {
            guard error.code == .unauthorized else { throw error }
            return false
        }
    }

    private func request<Query, Body, Answer>(
        for endpoint: Endpoint<Query, Body, Answer>, path: [Route.Parameter: String], query: Query, body: Body
    ) throws(ClientError) -> HTTPRequest {
        let url = try url(of: endpoint.route, path, query)
        var request = HTTPRequest(method: endpoint.route.method, url: url)
        request.headers.add("Accept", "application/json")
        if endpoint.prefersMinimal { request.headers.add("Prefer", "return=minimal") }
        if Body.self == EmptyBody.self {
            if endpoint.route.method == .post { request.body = Data() }
            return request
        }
        do throws(WireError) {
            request.body = try WireCoding.encode(body)
        } catch {
            throw ClientError(code: ClientError.Code(.validationError), message: error.message)
        }
        request.headers.add("Content-Type", "application/json")
        return request
    }

    /// Where `route` is; a share's token stands in it, so no address is ever told to anybody.
    private func url(
        of route: Route, _ path: [Route.Parameter: String], _ query: some QueryCoding
    ) throws(ClientError) -> String {
        let address = baseURL + route.path(path)
        guard case .share(let token) = credential, route.wantsCredential else { return address + query.encoded }
        guard route.isOpenToShares else { throw .onlyReads }
        return address + query.encoded(share: token.text)
    }

    private func success(
        of request: HTTPRequest, _ field: HTTPHeaders.Field?
    ) async throws(ClientError) -> HTTPResponse {
        let response = try await send(request, field)
        guard (200..<300).contains(response.status) else { throw failure(response) }
        return response
    }

    private func field(replacing refused: String? = nil) async throws(ClientError) -> HTTPHeaders.Field? {
        do throws(ClientError) {
            return try await credential.field(replacing: refused)
        } catch {
            var failure = error
            if failure.code == .unauthorized { failure.signInAddress = baseURL }
            throw failure
        }
    }

    /// Why `response` is no success, to whoever has this credential.
    private func failure(_ response: HTTPResponse) -> ClientError {
        var error = ClientError(response)
        if onlyReads { return error.toReaderOfShare }
        if error.code == .unauthorized { error.signInAddress = baseURL }
        return error
    }

    private func send(_ request: HTTPRequest, _ field: HTTPHeaders.Field?) async throws(ClientError) -> HTTPResponse {
        var request = request
        if let field { request.headers.add(field.name, field.value) }
        do throws(TransportError) {
            return try await http.send(request)
        } catch {
            throw ClientError(error)
        }
    }
}

extension Route {
    /// Whether it asks who calls.
    var wantsCredential: Bool { template.hasPrefix("/v1/") }
}
