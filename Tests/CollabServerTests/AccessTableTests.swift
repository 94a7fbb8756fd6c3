import CollabAPI
import CollabTesting
import Foundation
import Testing

@testable import collab_server

/// Every route as every kind of caller; `docs/AUTH.md` shows the same table to people.
@Suite(AccessScene.Shared()) struct AccessTableTests {
    @Test(arguments: AccessTable.rows)
    func `a route answers every kind of caller as the table says`(row: AccessTable.Row) async throws {
        let scene = try #require(AccessScene.current)
        for caller in AccessTable.Caller.allCases {
            let expected = row.answer(to: caller)
            // What changes a draft gets one of its own, so that nobody sees what others have done.
            let changes = row.route.method != .get && expected.status < 300
            let stage = changes ? try await AccessStage.make(on: scene.server) : scene.stage
            let answer = try await scene.server.send(try await scene.request(row, as: caller, on: stage))
            #expect(answer.status == expected.status, "\(caller): \(answer.text)")
            if let code = expected.code { #expect(try answer.errorCode == code, "\(caller)") }
            #expect((answer.headers["www-authenticate"] == "Bearer") == (expected.status == 401), "\(caller)")
        }
        #expect(try await scene.stage.ask("GET", "", as: "ada").value("data.title") == "The Lighthouse")
    }

    @Test func `the table has every route, and every route is somebody's`() {
        #expect(Set(AccessTable.rows.map(\.route)) == Set(Endpoints.allRoutes))
        #expect(Endpoints.allRoutes.filter { Access.audience(of: $0) == nil } == [])
    }

    @Test func `the page for operators shows this table`() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/AUTH.md")
        let text = try String(contentsOf: page.standardized, encoding: .utf8)
        let section = try #require(text.components(separatedBy: "\n## Who may do what\n").dropFirst().first)
            .components(separatedBy: "\n## ")[0]
        let table = section.split(separator: "\n").filter { $0.hasPrefix("|") }.joined(separator: "\n")
        #expect(table == AccessTable.markdown)
    }
}

extension AccessScene {
    private static let users: [AccessTable.Caller: String] = [
        .stranger: "sam", .former: "fay", .viewer: "vic", .contributor: "cleo", .holder: "ben", .creator: "ada",
    ]

    /// What `caller` sends to ask for a row of the table.
    fileprivate func request(
        _ row: AccessTable.Row, as caller: AccessTable.Caller, on stage: AccessStage
    ) async throws -> HTTPProbe {
        let user = Self.users[caller]
        let oneself = row.note == "oneself"
        let id = UUID().uuidString.lowercased()
        var values = [
            "{draft_id}": stage.draft, "{segment_id}": stage.segment, "{user_id}": oneself ? user ?? "sam" : "cleo",
            "{invite_id}": id, "{share_id}": id,
        ]
        // A contributor who removes cleo would remove themselves.
        if !oneself, caller == .contributor { values["{user_id}"] = "vic" }
        if row.route == Endpoints.revokeInvite.route { values["{invite_id}"] = try await stage.invite().id }
        if row.route == Endpoints.revokeShare.route { values["{share_id}"] = try await stage.share().id }
        let path = values.reduce(row.route.template) { $0.replacing($1.key, with: $1.value) }
        var query = row.query.isEmpty ? [] : [row.query.replacing("KEY", with: id)]
        if let token = try await token(of: caller, stage) { query.append("share=" + token) }
        var json = row.json?.replacing("KEY", with: id)
        if json?.contains("CODE") == true { json = json?.replacing("CODE", with: try await stage.invite().code) }
        return HTTPProbe(
            row.route.method.rawValue, path + (query.isEmpty ? "" : "?" + query.joined(separator: "&")), as: user,
            json: json, headers: caller == .badBearer ? [("authorization", "Bearer e30.e30.e30")] : [])
    }

    private func token(of caller: AccessTable.Caller, _ stage: AccessStage) async throws -> String? {
        switch caller {
        case .guest: try await stage.share().token
        case .otherGuest: otherShare
        case .endedShare: endedShare
        default: nil
        }
    }
}
