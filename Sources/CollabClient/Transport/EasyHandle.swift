import CCurl
import FoundationEssentials

/// One curl handle. Belongs to the network thread, like everything that touches curl.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var fields: UnsafeMutablePointer<curl_slist>?
    private var isWebAddress = false
    private let trust: ServerTrust

    /// Nil where memory is short.
    init?(_ trust: ServerTrust) {
        guard let pointer = ccurl_easy_init() else { return nil }
        self.pointer = pointer
        self.trust = trust
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        ccurl_easy_cleanup(pointer)
        ccurl_slist_free_all(fields)
        errorText.deallocate()
    }

    /// Makes the handle as new; connections and name lookups stay cached.
    func prepare(for request: HTTPRequest) {
        ccurl_easy_reset(pointer)
        errorText.initialize(to: 0)
        set(CURLOPT_ERRORBUFFER, context: errorText)
        set(CURLOPT_URL, request.url)
        isWebAddress = WebAddress(request.url) != nil
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        // A user id such as ".." is a path segment of its own, not a way up.
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, 10_000)
        set(CURLOPT_NOPROXY, Self.exemptions)
        // The program `curl` reads these variables; the library leaves that to whoever uses it.
        if let file = trust.authorities ?? Self.variable("SSL_CERT_FILE") { set(CURLOPT_CAINFO, file) }
        if let folder = Self.variable("SSL_CERT_DIR") { set(CURLOPT_CAPATH, folder) }
        if let pin = trust.pin(for: request.url) { set(CURLOPT_PINNEDPUBLICKEY, pin) }
    }

    private static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static let exemptions = exemptions(
        beside: ["no_proxy", "NO_PROXY"].lazy.compactMap { ProcessInfo.processInfo.environment[$0] }.first)

    /// Whom to reach without a proxy: this machine, which no proxy knows as that, and whom the environment names. What is
    /// set here stands in the place of the variable.
    static func exemptions(beside named: String?) -> String {
        let own = "localhost,127.0.0.1,::1"
        guard let named, !named.isEmpty else { return own }
        // A lone asterisk is everybody; in a list it would be nobody.
        return named == "*" ? named : named + "," + own
    }

    func set(_ option: CURLoption, _ value: Int) {
        _ = ccurl_set_long(pointer, option, value)
    }

    func set(_ option: CURLoption, _ value: String) {
        _ = ccurl_set_text(pointer, option, value)
    }

    func set(_ option: CURLoption, context: UnsafeMutableRawPointer) {
        _ = ccurl_set_context(pointer, option, context)
    }

    func set(_ option: CURLoption, callback: @escaping ccurl_data_callback) {
        _ = ccurl_set_callback(pointer, option, callback)
    }

    /// Curl keeps the list by reference, so that it lives as long as the handle uses it.
    func set(_ headers: HTTPHeaders) {
        // Curl would wait for "100 Continue" before a long body, which costs a round trip.
        var list = ccurl_slist_append(nil, "Expect:")
        for field in headers.fields {
            // A field without a value is written with a semicolon; with a colon it would be removed.
            let line = field.value.isEmpty ? field.name + ";" : field.name + ": " + field.value
            list = ccurl_slist_append(list, line) ?? list
        }
        _ = ccurl_set_list(pointer, CURLOPT_HTTPHEADER, list)
        ccurl_slist_free_all(fields)
        fields = list
    }

    /// Curl takes a copy.
    func set(body: some ContiguousBytes) {
        body.withUnsafeBytes { bytes in
            _ = ccurl_set_large(pointer, CURLOPT_POSTFIELDSIZE_LARGE, bytes.count)
            // No bytes have no address, and a null pointer would make curl read the body from standard input.
            withUnsafeBytes(of: 0 as UInt8) { nothing in
                _ = ccurl_set_bytes(pointer, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress ?? nothing.baseAddress)
            }
        }
    }

    var status: Int {
        var status = 0
        _ = ccurl_get_status(pointer, &status)
        return status
    }

    /// What `code` means for the caller, in curl's own words where it has some.
    func error(for code: CURLcode) -> TransportError {
        let specific = String(cString: errorText)
        let detail = specific.isEmpty ? String(cString: ccurl_easy_strerror(code)) : specific
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            return .timedOut
        case CURLE_URL_MALFORMAT:
            return .invalidAddress(detail)
        case CURLE_UNSUPPORTED_PROTOCOL:
            // Curl says so of a scheme, and of what came where HTTP was expected.
            return isWebAddress ? .malformed(detail) : .invalidAddress(detail)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_PROXY:
            return .unreachable(detail)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            return .insecure(detail)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2:
            return .malformed(detail)
        default:
            return .lost(detail)
        }
    }
}
