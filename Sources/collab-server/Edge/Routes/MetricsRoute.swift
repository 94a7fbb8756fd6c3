import CollabAPI
import HTTPTypes
import Hummingbird
import NIOCore

/// What monitoring reads.
struct MetricsRoute: Sendable {
    let report: MetricsReport
    let readers: MetricsReaders
    let limiter: RateLimiter

    func add(to router: Router<EdgeContext>) {
        router.on(Endpoints.metrics.route.routerPath, method: .get) { request, context -> Response in
            let credentials = Credentials(request, peer: context.peer)
            try limiter.check(.signIn, for: limiter.address(of: credentials))
            do throws(Refusal) {
                try readers.check(credentials)
            } catch {
                try limiter.take(.signIn, for: limiter.address(of: credentials))
                throw error
            }
            return Response(
                status: .ok, headers: [.contentType: MetricsPage.mediaType, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: await report.page())))
        }
    }
}
