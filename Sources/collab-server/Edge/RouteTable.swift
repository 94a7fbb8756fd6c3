import CollabAPI
import Hummingbird

/// Which methods each path has, for requests that found no route.
struct RouteTable: Sendable {
    private let routes: [(parts: [Substring], method: String)]

    init(_ routes: [Route]) {
        self.routes = routes.map { ($0.template.split(separator: "/"), $0.method.rawValue) }
    }

    /// 405 where the path is known by other methods, else 404.
    func refusal(for request: Request) -> Refusal {
        let path = request.uri.path.split(separator: "/")
        var allowed = Set(routes.filter { Self.matches(path, $0.parts) }.map(\.method))
        guard !allowed.isEmpty else { return .noSuchRoute }
        if allowed.contains("GET") { allowed.insert("HEAD") }
        return Refusal(
            .methodNotAllowed, "\(request.method.rawValue) is not a method of this path.",
            headers: [.allow: allowed.sorted().joined(separator: ", ")])
    }

    private static func matches(_ path: [Substring], _ parts: [Substring]) -> Bool {
        path.count == parts.count && zip(path, parts).allSatisfy { $1.first == "{" || $0 == $1 }
    }
}
