public import DraftCore

extension Story {
    /// Why the rules refuse `action` of `actor` now; nil where they do not.
    public func refusal(
        of action: Command.Action, by actor: UserID, tenure: Tenure? = nil, key: IdempotencyKey? = nil
    ) -> Rejection? {
        do throws(Rejection) {
            _ = try judging(Command(actor: actor, key: key, tenure: tenure, action: action))
            return nil
        } catch {
            return error
        }
    }
}
