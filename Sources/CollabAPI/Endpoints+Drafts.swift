extension Endpoints {
    static let drafts = "/v1/collab/drafts"
    static let draft = drafts + "/{draft_id}"

    /// Begins a draft.
    public static let createDraft = Endpoint<NoQuery, CreateBody, DataBody<DraftBody>>(.post, drafts)
    /// The caller's drafts, most recently active first.
    public static let listDrafts = Endpoint<ListQuery, EmptyBody, DraftListAnswer>(.get, drafts)
    /// A draft with a part of its manuscript.
    public static let getDraft = Endpoint<DraftQuery, EmptyBody, DataBody<DraftBody>>(.get, draft)
    /// Changes settings.
    public static let updateDraft = Endpoint<NoQuery, UpdateBody, DataBody<DraftBody>>(.patch, draft)
    /// Deletes a draft for good.
    public static let deleteDraft = Endpoint<NoQuery, EmptyBody, EmptyBody>(.delete, draft)
    /// The manuscript as a file; the answer is not JSON of this module.
    public static let exportDraft = Endpoint<ExportQuery, EmptyBody, EmptyBody>(.get, draft + "/export")
    /// Who did what, for the creator.
    public static let audit = Endpoint<AuditQuery, EmptyBody, AuditAnswer>(.get, draft + "/audit")

    /// Adds a segment.
    public static let append = Endpoint<NoQuery, AppendBody, DataBody<DraftBody>>(.post, draft + "/segments")
    /// Adds a segment; answers in short.
    public static let appendMinimal = Endpoint<NoQuery, AppendBody, DataBody<ReceiptBody>>(
        .post, draft + "/segments", prefersMinimal: true)
    /// Gives a segment another wording.
    public static let revise = Endpoint<NoQuery, ReviseBody, DataBody<DraftBody>>(
        .patch, draft + "/segments/{segment_id}")
    /// Gives a segment another wording; answers in short.
    public static let reviseMinimal = Endpoint<NoQuery, ReviseBody, DataBody<ReceiptBody>>(
        .patch, draft + "/segments/{segment_id}", prefersMinimal: true)
    /// Takes a segment out of the manuscript.
    public static let strike = Endpoint<StrikeQuery, EmptyBody, DataBody<DraftBody>>(
        .delete, draft + "/segments/{segment_id}")
    /// Takes a segment out of the manuscript; answers in short.
    public static let strikeMinimal = Endpoint<StrikeQuery, EmptyBody, DataBody<ReceiptBody>>(
        .delete, draft + "/segments/{segment_id}", prefersMinimal: true)
}
