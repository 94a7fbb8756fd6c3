import CollabAPI
import DraftCore
import DraftStorage
import Logging

/// The bridge between the credentials of the wire and the people whom the store knows.
///
/// Invariant: the first kind of credential that is present decides alone: bearer, ticket, share, then `X-User-Id`. One
/// that is wrong is never passed over for a weaker one.
struct BridgeAuthenticator: Authenticator {
    let header: HeaderAuthenticator
    /// Judges bearers; nil where no issuer is configured.
    let verifier: (any TokenVerifier)?
    let directories: any Directories
    let register: UserRegister
    let clock: WallClock
    /// Told why a token was refused, which who presents it is not.
    let logger: Logger

    func visitor(showing credentials: Credentials) async throws(Refusal) -> Visitor {
        if !credentials.authorization.isEmpty {
            return .user(try await bearer(credentials.authorization))
        }
        if !credentials.tickets.isEmpty {
            return .user(try await ticket(in: credentials))
        }
        if !credentials.shareTokens.isEmpty {
            return .guest(try await share(in: credentials))
        }
        let caller = try header.caller(showing: credentials)
        try await register.check(caller)
        return .user(caller)
    }

    private func bearer(_ values: [String]) async throws(Refusal) -> Caller {
        guard let verifier else {
            throw .unauthorized("This server has no issuer whose tokens it could accept.")
        }
        guard values.count == 1, let token = values.first?.bearerToken else { throw .badToken }
        let proof: TokenProof
        do throws(TokenRefusal) {
            proof = try await verifier.proof(of: token)
        } catch {
            log(error)
            throw Refusal(error)
        }
        let caller = Caller(
            userID: proof.userID,
            proof: .token(issuer: proof.issuer, issuedAt: proof.issuedAt, expiresAt: proof.expiresAt))
        try await register.check(caller, profile: UserProfile(email: proof.email, username: proof.username))
        return caller
    }

    private func ticket(in credentials: Credentials) async throws(Refusal) -> Caller {
        guard credentials.place == .socket, credentials.tickets.count == 1, credentials.shareTokens.isEmpty,
            let ticket = credentials.tickets.first.map({ Ticket($0) })
        else { throw .badTicket }
        let holder: TicketHolder?
        do throws(StorageError) {
            holder = try await directories.takeTicket(ticket.hash, at: clock.now())
        } catch {
            throw Refusal(error)
        }
        guard let holder else { throw .badTicket }
        let caller = Caller(userID: holder.userID, proof: ticket.proof(from: holder.issuer))
        try await register.check(caller)
        return caller
    }

    private func share(in credentials: Credentials) async throws(Refusal) -> Share {
        guard credentials.place != .writing, credentials.shareTokens.count == 1,
            let token = credentials.shareTokens.first
        else { throw .badShare }
        let share: Share?
        do throws(StorageError) {
            share = try await directories.share(tokenHash: SecretHash(of: token), at: clock.now())
        } catch {
            throw Refusal(error)
        }
        guard let share else { throw .badShare }
        return share
    }

    private func log(_ refusal: TokenRefusal) {
        switch refusal {
        case .invalid(let reason):
            logger.debug("A token was refused.", metadata: ["reason": "\(reason)"])
        case .keysUnavailable(let reason):
            logger.warning("Keys of an issuer cannot be had.", metadata: ["reason": "\(reason)"])
        }
    }
}

extension Refusal {
    /// Tells no more than that: who presents a bad token may be trying what is missing.
    static let badToken = unauthorized("The token is not valid here.")
    static let badTicket = unauthorized("The ticket is not valid here: it opens one WebSocket, once, for 30 seconds.")
    static let badShare = unauthorized("The link is not valid here, or not any more.")

    init(_ refusal: TokenRefusal) {
        switch refusal {
        case .invalid: self = .badToken
        case .keysUnavailable:
            self = .unavailable("The keys of the token's issuer cannot be had at the moment.")
        }
    }
}

extension String {
    /// The token of an `Authorization` value; nil where that is of another scheme.
    fileprivate var bearerToken: String? {
        let parts = split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
