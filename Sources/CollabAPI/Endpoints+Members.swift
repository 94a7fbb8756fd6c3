extension Endpoints {
    /// Makes somebody a member, or gives a member another role.
    public static let addCollaborator = Endpoint<CollaboratorQuery, CollaboratorBody, DataBody<DraftBody>>(
        .post, draft + "/collaborators")
    /// Ends a membership. Answers 204 to the member who leaves.
    public static let removeCollaborator = Endpoint<KeyQuery, EmptyBody, DataBody<DraftBody>>(
        .delete, draft + "/collaborators/{user_id}")
    /// Says how present the caller is, for those without a socket. Answers 204.
    public static let reportPresence = Endpoint<NoQuery, PresenceReportBody, EmptyBody>(.post, draft + "/presence")
}
