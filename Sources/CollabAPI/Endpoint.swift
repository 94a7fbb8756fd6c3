/// A verb of HTTP.
public enum Method: String, Hashable, Sendable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case patch = "PATCH"
    case delete = "DELETE"
}

/// A method and a path with `{names}` in it: what the server's router matches and what the client fills in.
public struct Route: Hashable, Sendable {
    /// The verb.
    public let method: Method
    /// The path, such as `/v1/collab/drafts/{draft_id}`.
    public let template: String

    /// A part of a path that is filled in.
    public enum Parameter: String, Hashable, Sendable {
        case draftID = "draft_id"
        case segmentID = "segment_id"
        case userID = "user_id"
        case inviteID = "invite_id"
        case shareID = "share_id"
    }

    /// The path with its names filled in, percent-encoded.
    public func path(_ values: [Parameter: String]) -> String {
        template.split(separator: "/", omittingEmptySubsequences: false).map { part in
            guard part.first == "{", part.last == "}",
                let name = Parameter(rawValue: String(part.dropFirst().dropLast()))
            else { return String(part) }
            return PercentEncoding.encode(values[name] ?? "")
        }.joined(separator: "/")
    }
}

/// A route together with what goes in and what comes out, written once for both sides of the wire.
public struct Endpoint<Query: QueryCoding, Body: Codable & Sendable, Answer: Decodable & Sendable>: Sendable {
    /// Where it is.
    public let route: Route
    /// Whether it asks for the short answer (RFC 7240, `return=minimal`).
    public let prefersMinimal: Bool

    init(_ method: Method, _ template: String, prefersMinimal: Bool = false) {
        route = Route(method: method, template: template)
        self.prefersMinimal = prefersMinimal
    }
}

/// All endpoints, grouped in extensions of this name.
public enum Endpoints {}
