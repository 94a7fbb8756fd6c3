import CCurl
import CollabAPI
import FoundationEssentials

/// One request under way on the network thread. `finish` is called exactly once.
final class HTTPTransfer: NetworkActivity {
    typealias Finish = (Result<HTTPResponse, TransportError>) -> Void

    private static let headerLimit = 64 << 10

    let easy: EasyHandle
    var watch: (descriptor: Int32, events: Int16)? { nil }
    var deadline: ContinuousClock.Instant? { nil }

    private let id: ActivityID
    private let limit: Int
    private var finish: Finish?
    private var response = HTTPResponse(status: 0)
    private var headerBytes = 0
    private var isHeadComplete = false
    private var isTooLarge = false

    init(_ request: HTTPRequest, id: ActivityID, easy: EasyHandle, finish: @escaping Finish) {
        self.id = id
        self.easy = easy
        self.finish = finish
        limit = request.answerLimit
        easy.prepare(for: request)
        easy.set(CURLOPT_TIMEOUT_MS, max(1, Int((request.timeout / .milliseconds(1)).rounded(.up))))
        if let body = request.body {
            easy.set(CURLOPT_POST, 1)
            easy.set(body: body)
        }
        easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        easy.set(request.headers)
        takeAnswers()
    }

    func completed(_ code: CURLcode, in loop: NetworkLoop) {
        if isTooLarge {
            finish?(.failure(.tooLarge(limit: limit)))
        } else if headerBytes > Self.headerLimit {
            finish?(.failure(.malformed("the answer's head has no end")))
        } else if code != CURLE_OK {
            finish?(.failure(easy.error(for: code)))
        } else if !isHeadComplete {
            // For curl an answer may end in the middle of its head.
            finish?(.failure(.lost("the connection broke in the middle of the answer")))
        } else {
            response.status = easy.status
            finish?(.success(response))
        }
        finish = nil
        loop.remove(id, reusing: true)
    }

    func proceed(in loop: NetworkLoop) {}

    func abandon() {
        finish?(.failure(.cancelled))
        finish = nil
    }

    // Curl calls back on the network thread while the handle is in the loop, and so is the transfer.
    private func takeAnswers() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        easy.set(CURLOPT_WRITEDATA, context: context)
        easy.set(CURLOPT_HEADERDATA, context: context)
        easy.set(
            CURLOPT_WRITEFUNCTION,
            callback: { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let transfer = Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.take(body: UnsafeRawBufferPointer(start: bytes, count: size * count))
            })
        easy.set(
            CURLOPT_HEADERFUNCTION,
            callback: { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let transfer = Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.take(header: UnsafeRawBufferPointer(start: bytes, count: size * count))
            })
    }

    /// Taking in fewer bytes than there are makes curl give up.
    private func take(body bytes: UnsafeRawBufferPointer) -> Int {
        guard response.body.count + bytes.count <= limit else {
            isTooLarge = true
            return 0
        }
        response.body.append(contentsOf: bytes)
        return bytes.count
    }

    private func take(header bytes: UnsafeRawBufferPointer) -> Int {
        headerBytes += bytes.count
        guard headerBytes <= Self.headerLimit else { return 0 }
        let line = String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline }
        if line.hasPrefix("HTTP/") {
            // An interim answer (1xx) came before: its fields are not those of the answer.
            response.headers.removeAll()
            isHeadComplete = false
        } else if line.isEmpty {
            isHeadComplete = true
        } else {
            response.headers.add(line: line)
        }
        return bytes.count
    }
}
