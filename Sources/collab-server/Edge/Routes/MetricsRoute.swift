import CollabAPI
import HTTPTypes
import Hummingbird
import NIOCore

/// What monitoring reads.
struct MetricsRoute: Sendable {
    let report: MetricsReport
    let readers: MetricsReaders

    func add(to router: Router<EdgeContext>) {
        router.on(Endpoints.metrics.route.routerPath, method: .get) { request, context -> Response in
            try readers.check(Credentials(request, peer: context.peer))
            return Response(
                status: .ok, headers: [.contentType: MetricsPage.mediaType, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: await report.page())))
        }
    }
}
