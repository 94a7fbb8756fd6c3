import CollabAPI
import DraftCore
import DraftStorage
import Hummingbird
import NIOCore

extension DraftService {
    /// The manuscript as one text, all as of one event.
    func manuscript(of draftID: DraftID, as format: ExportQuery.Format, for visitor: Visitor) async throws -> String {
        let snapshot = try await snapshot(of: draftID, page: SegmentPage(from: 0, limit: .max), for: visitor)
        let manuscript = Manuscript(segments: snapshot.segments, firstOrder: snapshot.segmentsFrom)
        return format == .md ? manuscript.markdown(title: snapshot.draft.title) : manuscript.plainText
    }

    /// The log as it is stored, page by page, for whoever wants to verify it: the JSON of one object.
    func writeLog(of stored: StoredDraft, to writer: inout any ResponseBodyWriter) async throws {
        let draft = stored.draft
        var cursor: Seq = 0
        let head =
            #"{"draft_id":"\#(draft.id)","log_id":"\#(log.logID)","seq":\#(draft.seq),"#
            + #""hash":"\#(stored.hash)","events":["#
        try await writer.write(ByteBuffer(string: head))
        while cursor < draft.seq {
            let entries =
                try await log.entries(
                    of: draft.id, after: cursor, limit: limits.eventsAPage, byteLimit: limits.eventBytesAPage) ?? []
            guard let last = entries.last else { throw StorageError.conflict("The draft is gone.") }
            var page = ByteBuffer()
            for entry in entries where entry.seq <= draft.seq {
                if entry.seq > 1 { page.writeString(",\n") }
                try page.write(entry)
            }
            try await writer.write(page)
            cursor = last.seq
        }
        try await writer.write(ByteBuffer(string: "]}\n"))
    }
}

extension ByteBuffer {
    fileprivate mutating func write(_ entry: LogEntry) throws(WireError) {
        // The stored bytes stand here as they are: they are what was hashed.
        writeString(#"{"event":"#)
        writeBytes(entry.body)
        writeString(#","hash":"\#(entry.hash)""#)
        if let wording = entry.wording {
            let salt = wording.salt.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            writeString(#","salt":"\#(salt)","content":"#)
            writeBytes(try WireCoding.encode(wording.content))
        }
        writeString("}")
    }
}
