extension Endpoints {
    /// Passes the ring.
    public static let pass = Endpoint<NoQuery, PassBody, DataBody<DraftBody>>(.post, draft + "/pass-ring")
    /// Passes the ring; answers in short.
    public static let passMinimal = Endpoint<NoQuery, PassBody, DataBody<ReceiptBody>>(
        .post, draft + "/pass-ring", prefersMinimal: true)
    /// Passes the ring to whom a strategy chooses.
    public static let passSmart = Endpoint<NoQuery, SmartPassBody, SmartPassAnswer<DraftBody>>(
        .post, draft + "/pass-ring/smart")
    /// Passes the ring to whom a strategy chooses; answers in short.
    public static let passSmartMinimal = Endpoint<NoQuery, SmartPassBody, SmartPassAnswer<ReceiptBody>>(
        .post, draft + "/pass-ring/smart", prefersMinimal: true)
    /// The creator takes the ring back.
    public static let reclaim = Endpoint<NoQuery, KeyBody, DataBody<DraftBody>>(.post, draft + "/ring/reclaim")
    /// The creator takes the ring back; answers in short.
    public static let reclaimMinimal = Endpoint<NoQuery, KeyBody, DataBody<ReceiptBody>>(
        .post, draft + "/ring/reclaim", prefersMinimal: true)
}
