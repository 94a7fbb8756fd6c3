import CollabAPI
import DraftCore
import HTTPTypes
import Hummingbird

extension DraftService {
    /// Obeys the command of `call` and answers with the draft.
    func answer<Query, Body>(
        _ call: Call<Query, Body>, _ action: Command.Action, key: IdempotencyKey?
    ) async throws -> Response {
        try await answer(call, try await obey(call, action, key: key))
    }

    /// Obeys the command of `call` and answers with the draft, or in short where the caller asked for that.
    func answerAsPreferred<Query, Body>(
        _ call: Call<Query, Body>, _ action: Command.Action, key: IdempotencyKey, tenure: Tenure?
    ) async throws -> Response {
        let result = try await obey(call, action, key: key, tenure: tenure)
        return call.prefersMinimal
            ? try await shortAnswer(result, isPreferred: true) : try await answer(call, result)
    }

    func obey<Query, Body>(
        _ call: Call<Query, Body>, _ action: Command.Action, key: IdempotencyKey?, tenure: Tenure? = nil
    ) async throws -> ChangeResult {
        let command = Command(actor: try call.caller.userID, key: key, tenure: tenure, action: action)
        return try await obey(command, in: try call.draftID(), by: try call.asker)
    }

    /// The draft after a change. One who is a member no more gets the short form of a replay only.
    func answer<Query, Body>(_ call: Call<Query, Body>, _ result: ChangeResult) async throws -> Response {
        guard let body = try await bodyAfter(result, for: call.visitor) else {
            return try await shortAnswer(result, isPreferred: false)
        }
        return try .json(DataBody(body), headers: .ofChange(result, isMinimal: false))
    }

    private func shortAnswer(_ result: ChangeResult, isPreferred: Bool) async throws -> Response {
        try .json(
            DataBody(try await receipt(for: result)), headers: .ofChange(result, isMinimal: isPreferred))
    }
}

extension HTTPFields {
    /// What the headers tell of a change.
    static func ofChange(_ result: DraftService.ChangeResult, isMinimal: Bool) -> HTTPFields {
        var headers = HTTPFields()
        if result.isReplay, let name = HTTPField.Name.idempotencyReplayed { headers[name] = "true" }
        if isMinimal, let name = HTTPField.Name.preferenceApplied { headers[name] = "return=minimal" }
        return headers
    }
}
