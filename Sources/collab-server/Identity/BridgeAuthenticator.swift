import CollabAPI
import DraftCore
import DraftStorage

/// The bridge between the credentials of the wire and the people whom the store knows.
///
/// Invariant: the first kind of credential that is present decides alone: bearer, ticket, share, then `X-User-Id`. One
/// that is wrong is never passed over for a weaker one.
struct BridgeAuthenticator: Authenticator {
    let header: HeaderAuthenticator
    /// Judges bearers; nil where no issuer is configured.
    let verifier: (any TokenVerifier)?
    let directories: any Directories
    let clock: WallClock

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
        return .user(try header.caller(showing: credentials))
    }

    /// The user whom a bearer token proves.
    func bearer(_ values: [String]) async throws(Refusal) -> Caller {
        guard let verifier else {
            throw .unauthorized("This server has no issuer whose tokens it could accept.")
        }
        guard values.count == 1, let token = values.first?.bearerToken else { throw .badToken }
        let proof: TokenProof
        do throws(TokenRefusal) {
            proof = try await verifier.proof(of: token)
        } catch {
            throw Refusal(error)
        }
        return Caller(
            userID: proof.userID,
            proof: .token(issuer: proof.issuer, issuedAt: proof.issuedAt, expiresAt: proof.expiresAt))
    }

    private func ticket(in credentials: Credentials) async throws(Refusal) -> Caller {
        guard credentials.place == .socket, credentials.tickets.count == 1, credentials.shareTokens.isEmpty,
            let ticket = credentials.tickets.first, !ticket.isEmpty
        else { throw .badTicket }
        let holder: TicketHolder?
        do throws(StorageError) {
            holder = try await directories.takeTicket(SecretHash(of: ticket), at: clock.now())
        } catch {
            throw Refusal(error)
        }
        guard let holder else { throw .badTicket }
        return Caller(userID: holder.userID, proof: .ticket(issuer: holder.issuer))
    }

    private func share(in credentials: Credentials) async throws(Refusal) -> Share {
        guard credentials.shareTokens.count == 1, let token = credentials.shareTokens.first, !token.isEmpty else {
            throw .badShare
        }
        let share: Share?
        do throws(StorageError) {
            share = try await directories.share(tokenHash: SecretHash(of: token), at: clock.now())
        } catch {
            throw Refusal(error)
        }
        guard let share else { throw .badShare }
        return share
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
