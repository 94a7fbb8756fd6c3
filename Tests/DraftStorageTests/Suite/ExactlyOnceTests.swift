import DraftCore
import DraftStorage
import Testing

@Suite struct ExactlyOnceTests {
    @Test(arguments: Store.allCases)
    func `a command that is sent again is answered as the first time`(_ store: Store) async throws {
        try await withPlace(store) { place in
            var log = try await place.open()
            let ada = try user("ada")
            let ben = try user("ben")
            let id = try await log.began(by: ada, with: [ben])
            let command = Command(
                actor: ada, key: try key("k1"), tenure: 1, action: .append(.random(), content: "Once."))
            let first = try #require(await log.commit(command, in: id).receipt)
            #expect(try await log.commit(command, in: id) == .replayed(first))

            try await log.expect(ada, .pass(to: ben), in: id)
            try await log.expect(ada, .removeMember(ben), in: id)
            try await log.close()
            log = try await place.open()
            // A retry names another segment and perhaps another tenure; the key stands for the same words.
            let retry = Command(actor: ada, key: try key("k1"), tenure: 9, action: .append(.random(), content: "Once."))
            let replay = try await log.commit(retry, in: id)
            #expect(replay.isReplay)
            #expect(replay.receipt?.events == first.events)
            #expect(replay.receipt?.seq == first.seq)
            #expect(replay.receipt?.head.seq == 6)
            #expect(replay.receipt?.draft == (try await log.draft(id)?.draft))
            #expect(try await log.texts(of: id, now: place.clock.now) == ["Once."])
            try await log.close()
        }
    }

    @Test(arguments: Store.allCases)
    func `a former member's replay is answered, a stranger's is not one`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let ben = try user("ben")
            let id = try await log.began(by: ada, with: [ben])
            let left = try await log.expect(ben, .removeMember(ben), key: key("bye"), in: id)
            #expect(try await log.ask(ben, .removeMember(ben), key: key("bye"), in: id) == .replayed(left))
            let stranger = try await log.ask(user("cy"), .removeMember(ben), key: key("bye"), in: id)
            #expect(stranger == .rejected(.forbidden(.notMember)))
        }
    }

    @Test(arguments: Store.allCases)
    func `the same key for something else is refused`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let ben = try user("ben")
            let id = try await log.began(by: ada, key: key("k"), with: [ben])
            #expect(
                try await log.ask(ada, .append(.random(), content: "x"), key: key("k"), in: id)
                    == .rejected(.keyReused))
            try await log.wrote(ada, "one", key: key("k2"), in: id)
            let segment = try await log.wrote(ada, "two", key: key("k3"), in: id)
            for action: Command.Action in [
                .append(.random(), content: "One"), .pass(to: ben), .strike(segment), .reclaim,
                .update(DraftUpdate(title: "one")),
            ] {
                #expect(try await log.ask(ada, action, key: key("k2"), in: id) == .rejected(.keyReused))
            }
            // Another person's key is another key, and so is the same key in another draft.
            try await log.expect(ada, .pass(to: ben), in: id)
            try await log.wrote(ben, "mine", key: key("k2"), in: id)
            let other = try await log.began(by: ada)
            try await log.wrote(ada, "there", key: key("k2"), in: other)
        }
    }

    @Test(arguments: Store.allCases)
    func `twins that arrive together take effect once`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let twin = try key("twin")
            let outcomes = try await withThrowingTaskGroup(of: CommitOutcome.self) { group in
                for _ in 0..<32 {
                    group.addTask { try await log.ask(ada, .append(.random(), content: "Same."), key: twin, in: id) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { !$0.isReplay } == 1)
            #expect(Set(outcomes.map(\.receipt?.events)).count == 1)
            #expect(try await log.texts(of: id, now: place.clock.now) == ["Same."])
        }
    }

    @Test(arguments: Store.allCases)
    func `a refused command binds nothing, nor does one that changes nothing`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let ben = try user("ben")
            let id = try await log.began(by: ada, with: [ben])
            let head = try await log.head(of: id)
            let refused = try await log.ask(ben, .append(.random(), content: "Not yet."), key: key("b"), in: id)
            #expect(refused == .rejected(.ringRequired(holder: ada)))
            let idle = try await log.expect(ada, .addMember(ben, .contributor), key: key("a"), in: id)
            #expect(idle.events.isEmpty)
            #expect(idle.seq == head?.seq)
            #expect(try await log.head(of: id) == head)
            #expect(try await log.audit(of: id, before: nil, limit: 10).count == 2)

            try await log.expect(ada, .pass(to: ben), key: key("a"), in: id)
            let judgedAnew = try await log.ask(ben, .append(.random(), content: "Now."), key: key("b"), in: id)
            #expect(judgedAnew.receipt != nil && !judgedAnew.isReplay)
        }
    }

    @Test(arguments: Store.allCases)
    func `a creation that is sent again begins no second draft`(_ store: Store) async throws {
        try await withPlace(store) { place in
            var log = try await place.open()
            let ada = try user("ada")
            func founding(_ title: String) throws -> Founding {
                Founding(id: .random(), creator: ada, key: try key("new"), title: title)
            }
            let first = try #require(await log.commit(founding("Once")).receipt)
            try await log.wrote(ada, "since then", in: first.draft.id)
            try await log.close()
            log = try await place.open()
            let replay = try await log.commit(founding("Once"))
            #expect(replay.isReplay)
            #expect(replay.receipt?.events == first.events)
            #expect(replay.receipt?.draft.id == first.draft.id)
            #expect(replay.receipt?.draft.seq == 2)
            #expect(try await log.commit(founding("Twice")) == .rejected(.keyReused))
            let others = try await log.commit(
                Founding(id: .random(), creator: user("ben"), key: key("new"), title: "Once"))
            #expect(others.receipt != nil && !others.isReplay)
            try await log.close()
        }
    }

    @Test(arguments: Store.allCases)
    func `keys are bytes, up to 128 of them`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let keys = [
                "\u{E9}", "e\u{301}", "E\u{301}", "'; DROP TABLE events; --", String(repeating: "字", count: 42) + "ab",
            ]
            for text in keys { try await log.wrote(ada, text, key: key(text), in: id) }
            for text in keys {
                let again = try await log.ask(ada, .append(.random(), content: text), key: key(text), in: id)
                #expect(again.isReplay)
            }
            #expect(try await log.texts(of: id, now: place.clock.now).count == keys.count)
        }
    }

    @Test(arguments: Store.allCases)
    func `a text that no database can be trusted with is refused`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let request = CommitRequest(Command(actor: ada, key: try key("nul"), action: .reclaim), in: id)
            let outcome = try await log.commit(request) { (_, _, _) throws(Rejection) in
                [.draftUpdated(DraftUpdate(title: "a\0b"))]
            }
            guard case .rejected(.invalid(field: "title", .forbiddenCharacter(let violation))) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(violation.codePoint == "U+0000")
            #expect(violation.offset == 1)
            #expect(try await log.head(of: id)?.seq == 1)
        }
    }
}
