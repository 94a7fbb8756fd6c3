import CollabAPI
import DraftCore
import DraftStorage
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1

/// Turns whatever goes wrong behind it into the error envelope.
struct RefusalMiddleware: RouterMiddleware {
    let routes: RouteTable
    let limits: Limits
    let telemetry: Telemetry

    func handle(
        _ request: Request, context: EdgeContext, next: (Request, EdgeContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            // The connection's guard answers what cannot be parsed.
            throw error
        } catch {
            let refusal = refusal(for: error, request, context.logger)
            telemetry.refused(refusal, request, context)
            if refusal.code == .rateLimited {
                // One whose connection has ended meanwhile need not wait to the end.
                try? await Task.sleep(for: .milliseconds(limits.refusalMilliseconds))
            }
            let answer = refusal.response(requestID: context.requestID)
            return request.method == .head ? answer.createHeadResponse() : answer
        }
    }

    private func refusal(for error: any Error, _ request: Request, _ logger: Logger) -> Refusal {
        switch error {
        case let refusal as Refusal:
            return refusal
        case let rejection as Rejection:
            return Refusal(rejection)
        case let error as WireError:
            return Refusal(.validationError, error.message)
        case let error as any HTTPResponseError where error.status == .notFound:
            return routes.refusal(for: request)
        case is CancellationError:
            return .shuttingDown
        case let error as StorageError:
            logger.error("The store failed.", metadata: ["error": "\(error)"])
            return Refusal(error)
        default:
            logger.error("A request failed.", metadata: ["error": "\(error)", "path": "\(request.uri.path)"])
            return .internalError
        }
    }
}
