import CollabAPI
import DraftCore
import Hummingbird
import NIOConcurrencyHelpers
import NIOCore

/// What is known of a request on its way through the router.
struct EdgeContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let peer: SocketAddress?
    /// The connection that the request came by.
    let connection: ObjectIdentifier
    /// Names the request in answers and logs.
    var requestID: RequestID
    /// The network address that the request came from, as far as it is known.
    var address: String?
    /// Shared by all copies of the context: what the authentication finds out, those before it want to know afterwards.
    private let proven = NIOLockedValueBox<Visitor?>(nil)

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress
        address = peer?.ipAddress
        connection = ObjectIdentifier(source.channel)
        requestID = .echoing([])
    }

    /// Who asks, once that has been proved.
    var visitor: Visitor? { proven.withLockedValue(\.self) }

    /// Takes in who asks.
    func prove(_ visitor: Visitor) { proven.withLockedValue { $0 = visitor } }

    /// The visitor, for routes that are open to guests; they are closed even if the authentication were forgotten.
    func requireVisitor() throws(Refusal) -> Visitor {
        guard let visitor else { throw .unauthorized("This path needs a credential.") }
        return visitor
    }

    /// The user, for all other routes behind the authentication.
    func requireCaller() throws(Refusal) -> Caller {
        try requireVisitor().requireCaller()
    }
}

extension Visitor {
    /// The user; guests are turned away.
    func requireCaller() throws(Refusal) -> Caller {
        switch self {
        case .user(let caller): return caller
        case .guest: throw Refusal(.forbidden, "This link only reads.")
        }
    }
}
