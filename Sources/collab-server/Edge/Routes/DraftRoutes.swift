import CollabAPI
import Crypto
import DraftCore
import DraftStorage
import HTTPTypes
import Hummingbird
import Logging

/// Drafts as a whole.
struct DraftRoutes: Sendable {
    let service: DraftService
    let reader: RouteReader

    func add(to router: Router<EdgeContext>) {
        router.serve(Endpoints.createDraft, reader, create)
        router.serve(Endpoints.listDrafts, reader) { call in
            try .json(try await service.drafts(of: call.caller, call.query))
        }
        router.serveVisitors(Endpoints.getDraft, reader, read)
        router.serve(Endpoints.updateDraft, reader) { call in
            try await service.answer(call, .update(call.body.update), key: call.body.idempotencyKey)
        }
        router.serve(Endpoints.deleteDraft, reader) { call in
            try await service.delete(try call.draftID(), by: try call.asker)
            return Response(status: .noContent)
        }
        router.serveVisitors(Endpoints.exportDraft, reader, export)
        router.serve(Endpoints.audit, reader) { call in
            try .json(try await service.audit(of: try call.draftID(), call.query, for: call.caller))
        }
    }

    @Sendable private func create(_ call: Call<NoQuery, CreateBody>) async throws -> Response {
        let body = call.body
        let founding = Founding(
            id: .random(), creator: try call.caller.userID, key: body.idempotencyKey, title: body.title,
            platform: body.platform,
            initialSegment: body.initialSegment.map { Founding.InitialSegment(id: .random(), content: $0) })
        return try await service.answer(call, try await service.begin(founding, by: try call.asker))
    }

    @Sendable private func read(_ call: Call<DraftQuery, EmptyBody>) async throws -> Response {
        let draftID = try call.draftID()
        if !call.headers[values: .ifNoneMatch].isEmpty {
            let draft = try await service.draft(draftID, for: call.visitor).draft
            let tag = service.entityTag(
                of: draft, invites: try await service.visibleInvites(to: draftID, for: call.visitor))
            if tag.matches(call.headers[values: .ifNoneMatch]) {
                return Response(status: .notModified, headers: [.eTag: tag.text])
            }
        }
        let limit = min(max(call.query.limit ?? service.limits.segmentsAPage, 0), service.limits.segmentsAPage)
        let snapshot = try await service.snapshot(
            of: draftID, page: SegmentPage(from: call.query.from ?? 0, limit: limit), now: call.query.now,
            for: call.visitor)
        let invites = try await service.visibleInvites(to: draftID, for: call.visitor)
        return try .json(
            DataBody(service.body(snapshot, invites: invites)),
            headers: [.eTag: service.entityTag(of: snapshot.draft, invites: invites).text])
    }

    @Sendable private func export(_ call: Call<ExportQuery, EmptyBody>) async throws -> Response {
        let draftID = try call.draftID()
        let format = call.query.format
        let headers: HTTPFields = [
            .contentType: format.mediaType,
            .contentDisposition: "attachment; filename=\"\(draftID).\(format.rawValue)\"",
        ]
        guard format == .json else {
            let text = try await service.manuscript(of: draftID, as: format, for: call.visitor)
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
        let stored = try await service.draft(draftID, for: call.visitor)
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                do {
                    try await service.writeLog(of: stored, to: &writer)
                } catch {
                    // The status is out already; all that is left to tell the caller is a body that breaks off.
                    call.logger.error("An export broke off.", metadata: ["error": "\(error)"])
                    throw error
                }
                try await writer.finish(nil)
            })
    }
}

/// Names a state of a draft.
struct EntityTag: Sendable {
    let text: String

    /// Whether `If-None-Match` names this state; weak and strong tags count alike (RFC 9110, 13.1.2).
    func matches(_ values: [String]) -> Bool {
        values.flatMap { $0.split(separator: ",") }.contains { value in
            let tag = value.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
            return tag == "*" || Self.opaque(tag) == Self.opaque(text[...])
        }
    }

    private static func opaque(_ tag: Substring) -> Substring {
        tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
    }
}

extension DraftService {
    /// Invites come and go without a word in the log, so those that can be used are a part of the name.
    fileprivate func entityTag(of draft: Draft, invites: [Invite]) -> EntityTag {
        let ids = invites.map(\.id.description).joined(separator: ",")
        let suffix = ids.isEmpty ? "" : "-" + Base64URL.encoded(SHA256.hash(data: Array(ids.utf8)).prefix(9))
        return EntityTag(text: "W/\"\(log.logID)-\(draft.seq)\(suffix)\"")
    }
}

extension ExportQuery.Format {
    fileprivate var mediaType: String {
        switch self {
        case .md: "text/markdown; charset=utf-8"
        case .txt: "text/plain; charset=utf-8"
        case .json: "application/json; charset=utf-8"
        }
    }
}
