/// Carries requests.
protocol HTTPTransport: Sendable {
    /// Sends `request` and takes in the answer, whatever its status.
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}

/// Carries requests by curl: proxies and certificates as the environment says, redirects are answers like others.
struct CurlHTTPTransport: HTTPTransport {
    let network: NetworkThread

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let id = network.makeID()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                network.submit { loop in
                    guard let loop, let easy = loop.makeHandle() else {
                        let refusal = Result<HTTPResponse, TransportError>.failure(NetworkThread.refusal)
                        return continuation.resume(returning: refusal)
                    }
                    let transfer = HTTPTransfer(request, id: id, easy: easy) { continuation.resume(returning: $0) }
                    loop.add(transfer, as: id)
                }
                // A cancellation that came before the line above found nothing to cancel.
                if Task.isCancelled { cancel(id) }
            }
        } onCancel: {
            cancel(id)
        }
        return try result.get()
    }

    private func cancel(_ id: ActivityID) {
        network.submit { loop in
            guard let loop, let transfer = loop[id] else { return }
            transfer.abandon()
            loop.remove(id, reusing: false)
        }
    }
}
