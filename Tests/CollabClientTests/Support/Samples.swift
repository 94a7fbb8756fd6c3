/// Bodies as they stand on the wire.
enum Samples {
    static let draftID = "5f0c1d2e-0000-4000-8000-000000000001"
    static let logID = "c1d21d2e-0000-4000-8000-000000000003"
    static let hash = String(repeating: "9f", count: 32)
    private static let moment = "2026-11-24T09:30:00.120Z"

    static func draft(seq: Int, segments orders: Range<Int> = 0..<0) -> String {
        #"""
        {"data":{"draft_id":"\#(draftID)","creator_id":"ada","title":"The Lighthouse","platform":null,"status":"active",
        "revise":"own","segments":[\#(orders.map(segment).joined(separator: ","))],"segments_from":\#(orders.lowerBound),
        "segment_count":\#(orders.upperBound),"segment_limit":16384,
        "ring_state":{"draft_id":"\#(draftID)","current_holder_id":"ada","holders_history":["ada"],"passed_at":"\#(moment)",
        "last_passed_at":"\#(moment)","idempotency_key":null,"tenure":1,"requests":[],"turn_ends_at":null},
        "collaborators":[],"viewers":[],"pending_invites":[],
        "members":[{"user_id":"ada","name":"ada","role":"creator","joined_at":"\#(moment)","last_active_at":null}],
        "created_at":"\#(moment)","updated_at":"\#(moment)","target_publish_at":null,
        "metrics":{"contributorsCount":1,"ringPassesLast24h":0,"avgMinutesBetweenPasses":null,"lastActivityAt":"\#(moment)"},
        "log_id":"\#(logID)","seq":\#(seq),"hash":"\#(hash)"}}
        """#
    }

    private static func segment(order: Int) -> String {
        #"""
        {"segment_id":"5e900000-0000-4000-8000-\#(100_000_000_000 + order)","draft_id":"\#(draftID)","user_id":"ada",
        "content":"\#(order)","created_at":"\#(moment)","segment_order":\#(order),"idempotency_key":null,
        "author_user_id":"ada","author_display":"ada","author_name":"ada","ring_holder_user_id_at_write":"ada",
        "ring_holder_display_at_write":"ada","tenure":1,"seq":\#(order + 1),"revision":0,"revised_at":null,"struck":false}
        """#
    }

    static func connected(seq: Int) -> String {
        #"""
        {"type":"connected","draft_id":"\#(draftID)","user_id":"ada","ts":"\#(moment)","request_id":"r",
        "connection_id":"c","log_id":"\#(logID)","seq":\#(seq),"hash":"\#(hash)","members":[],"presence":[]}
        """#
    }

    static func event(seq: Int, type: String = "draft_updated") -> String {
        #"""
        {"type":"\#(type)","draft_id":"\#(draftID)","seq":\#(seq),"ts":"\#(moment)","request_id":"r","actor_id":"ada",
        "idempotency_key":null,"hash":"\#(hash)","data":{"title":"Chapter \#(seq)"}}
        """#
    }

    static func pass(seq: Int, to user: String) -> String {
        #"""
        {"type":"ring_passed","draft_id":"\#(draftID)","seq":\#(seq),"ts":"\#(moment)","request_id":"r","actor_id":"ada",
        "idempotency_key":null,"hash":"\#(hash)","data":{"from_user_id":"ada","to_user_id":"\#(user)",
        "passed_at":"\#(moment)","tenure":2,"reason":"pass"}}
        """#
    }

    static func page(_ events: [String] = [], seq: Int) -> String {
        #"""
        {"data":[\#(events.joined(separator: ","))],"seq":\#(seq),"hash":"\#(hash)","log_id":"\#(logID)",
        "presence":[],"presence_v":5,"typing":null}
        """#
    }

    static let pong = #"{"type":"pong","ts":"\#(moment)","request_id":"r"}"#
    static let reset = #"{"type":"reset","log_id":"\#(logID)","seq":9}"#
}
