extension Draft {
    /// What follows when `user` comes in by themselves, with an invite as `role`. Whoever is a member already stays what
    /// they are; whether the invite is good is for its keeper to say.
    public func decideJoining(_ user: UserID, as role: Role) throws(Rejection) -> [Change] {
        try Self.checkGivable(role)
        guard self.role(of: user) == nil else { return [] }
        try checkRoom()
        return [.memberAdded(user, role)]
    }
}
