import CollabAPI
import DraftCore

extension APICaller {
    /// Asks the server for `command` and says up to which event it has taken effect.
    ///
    /// Commands without a short answer are answered with the whole draft, whose seq covers them too.
    func send(_ command: Command, to draft: DraftID, timeout: Duration) async throws(ClientError) -> Seq {
        guard let key = command.key else {
            throw ClientError(code: ClientError.Code(.validationError), message: "A command needs a key.")
        }
        var path: [Route.Parameter: String] = [.draftID: draft.description]
        if let target = command.target { path[.segmentID] = target.description }
        switch command.action {
        case .append(_, let content):
            let body = AppendBody(content: content, idempotencyKey: key, tenure: command.tenure)
            return try await receipt(Endpoints.appendMinimal, path, NoQuery(), body, timeout)
        case .revise(_, let content, let revision):
            let body = ReviseBody(content: content, idempotencyKey: key, tenure: command.tenure, revision: revision)
            return try await receipt(Endpoints.reviseMinimal, path, NoQuery(), body, timeout)
        case .strike:
            let query = StrikeQuery(idempotencyKey: key, tenure: command.tenure)
            return try await receipt(Endpoints.strikeMinimal, path, query, EmptyBody(), timeout)
        case .pass(let recipient):
            let body = PassBody(to: recipient, idempotencyKey: key, tenure: command.tenure)
            return try await receipt(Endpoints.passMinimal, path, NoQuery(), body, timeout)
        case .passSmart(let strategy):
            let body = SmartPassBody(strategy: strategy, idempotencyKey: key, tenure: command.tenure)
            return try await call(
                Endpoints.passSmartMinimal, path: path, query: NoQuery(), body: body, timeout: timeout
            ).data.seq
        case .reclaim:
            return try await receipt(Endpoints.reclaimMinimal, path, NoQuery(), KeyBody(idempotencyKey: key), timeout)
        case .addMember, .removeMember, .update:
            return try await manage(command, key, path, timeout)
        }
    }

    private func manage(
        _ command: Command, _ key: IdempotencyKey, _ path: [Route.Parameter: String], _ timeout: Duration
    ) async throws(ClientError) -> Seq {
        switch command.action {
        case .addMember(let user, let role):
            let body = CollaboratorBody(collaboratorID: user, role: role, idempotencyKey: key)
            return try await call(
                Endpoints.addCollaborator, path: path, query: CollaboratorQuery(), body: body, timeout: timeout
            ).data.seq
        case .removeMember(let user):
            let path = path.merging([.userID: user.description]) { $1 }
            let response = try await answer(
                to: Endpoints.removeCollaborator, path: path, query: KeyQuery(idempotencyKey: key), body: EmptyBody(),
                timeout: timeout)
            // Those who leave get no draft to read a seq from, and no later event either.
            return (try? WireCoding.decode(DataBody<DraftBody>.self, from: response.body))?.data.seq ?? 0
        case .update(let update):
            let body = UpdateBody(update, idempotencyKey: key)
            return try await call(Endpoints.updateDraft, path: path, query: NoQuery(), body: body, timeout: timeout)
                .data.seq
        default:
            throw ClientError(code: ClientError.Code(.validationError), message: "Not a command to a member.")
        }
    }

    private func receipt<Query, Body>(
        _ endpoint: Endpoint<Query, Body, DataBody<ReceiptBody>>, _ path: [Route.Parameter: String], _ query: Query,
        _ body: Body, _ timeout: Duration
    ) async throws(ClientError) -> Seq {
        try await call(endpoint, path: path, query: query, body: body, timeout: timeout).data.seq
    }
}
