import DraftCore

/// When tokens of the own issuer are issued and revoked. Tokens tell whole seconds: within one second a revocation must
/// refuse the tokens before it, and not those after it.
enum TokenMoment {
    /// What a new token says, given the last revocation of its user.
    static func issuing(at now: Timestamp, revocation: Timestamp?) -> Timestamp {
        let second = Timestamp(milliseconds: now.milliseconds / 1000 * 1000)
        guard let revocation, second < revocation else { return second }
        return Timestamp(milliseconds: (revocation.milliseconds + 999) / 1000 * 1000)
    }

    /// The moment that refuses every token which was issued until now, given the revocation before.
    static func revoking(at now: Timestamp, revocation: Timestamp?) -> Timestamp {
        let next = Timestamp(milliseconds: (now.milliseconds / 1000 + 1) * 1000)
        // A token that was made right after the revocation before may say its second, which is still to come.
        guard let revocation, next <= revocation else { return next }
        return Timestamp(milliseconds: (revocation.milliseconds / 1000 + 1) * 1000)
    }
}
