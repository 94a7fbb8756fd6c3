import CollabAPI
import DraftCore
import DraftStorage
import HTTPTypes
import Hummingbird
import Logging

/// One request to an endpoint, read and understood.
struct Call<Query: Sendable, Body: Sendable>: Sendable {
    let visitor: Visitor
    let requestID: RequestID
    let query: Query
    let body: Body
    /// Whether the caller asked for the short answer.
    let prefersMinimal: Bool
    let headers: HTTPFields
    /// Where the request came from, as limits count it.
    let sender: RateLimiter.Holder
    /// The connection that the request came by.
    let connection: ObjectIdentifier
    let logger: Logger
    private let address: String?
    private let parameters: Parameters

    init(
        _ query: Query, _ body: Body, by visitor: Visitor, headers: HTTPFields, from sender: RateLimiter.Holder,
        _ context: EdgeContext
    ) {
        self.visitor = visitor
        self.query = query
        self.body = body
        self.headers = headers
        self.sender = sender
        requestID = context.requestID
        connection = context.connection
        logger = context.logger
        address = context.address
        parameters = context.parameters
        prefersMinimal = HTTPField.Name.prefer.map { headers[values: $0] }?.contains { $0.prefersMinimal } ?? false
    }

    /// The user who calls; guests are turned away.
    var caller: Caller {
        get throws(Refusal) { try visitor.requireCaller() }
    }

    /// The user who calls, as the audit knows them.
    var asker: Asker {
        get throws(Refusal) {
            let caller = try caller
            return Asker(
                caller.userID, requestID: requestID, origin: caller.proof.issuer, address: address)
        }
    }

    /// The draft that the path names.
    func draftID() throws(Rejection) -> DraftID {
        guard let id = parameters.decoded(.draftID).flatMap({ DraftID($0) }) else { throw .missing(.draft) }
        return id
    }

    /// The segment that the path names. What is no id names no segment, as a new id does: so it is found missing when
    /// its turn comes, after everything that is asked of the caller.
    var segmentID: SegmentID {
        parameters.decoded(.segmentID).flatMap { SegmentID($0) } ?? .random()
    }

    /// The user whom the path names; nil where it is no user id.
    var userID: UserID? {
        parameters.decoded(.userID).flatMap { UserID($0) }
    }

    /// The invite that the path names; nil where it is no id.
    var inviteID: InviteID? {
        parameters.decoded(.inviteID).flatMap { InviteID($0) }
    }

    /// The share that the path names; nil where it is no id.
    var shareID: ShareID? {
        parameters.decoded(.shareID).flatMap { ShareID($0) }
    }
}

extension Parameters {
    func decoded(_ name: Route.Parameter) -> String? {
        get(name.rawValue).flatMap(\.percentDecoded)
    }
}

extension String {
    /// Whether a `Prefer` header (RFC 7240) asks for `return=minimal`.
    fileprivate var prefersMinimal: Bool {
        split(separator: ",").contains { preference in
            let token = preference.split(separator: ";").first ?? ""
            return token.filter { $0 != " " && $0 != "\t" && $0 != "\"" }.lowercased() == "return=minimal"
        }
    }
}
