import DraftCore
import Hummingbird
import NIOCore

/// What is known of a request on its way through the router.
struct EdgeContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let peer: SocketAddress?
    /// The connection that the request came by.
    let connection: ObjectIdentifier
    /// Names the request in answers and logs.
    var requestID: RequestID
    /// Who calls, once that has been proved.
    private(set) var caller: Caller?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress
        connection = ObjectIdentifier(source.channel)
        requestID = .echoing([])
    }

    func calledBy(_ caller: Caller) -> EdgeContext {
        var context = self
        context.caller = caller
        return context
    }

    /// The caller, for routes behind the authentication; they are closed even if it were forgotten.
    func requireCaller() throws(Refusal) -> Caller {
        guard let caller else { throw .unauthorized("This path needs a credential.") }
        return caller
    }
}
