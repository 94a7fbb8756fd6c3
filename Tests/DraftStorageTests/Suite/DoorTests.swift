import DraftCore
import DraftStorage
import Testing

/// Invites, shares and tickets as they are kept.
@Suite struct DoorTests {
    @Test(arguments: Store.allCases)
    func `invites that can still be used are told, oldest first`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let (id, other) = (try await log.began(by: ada), try await log.began(by: ada))
            let begin = place.clock.now
            var kept: [Invite] = []
            for number in 0..<4 {
                kept.append(
                    try await log.invited(
                        to: id, by: ada, Secret("code \(number)"), role: number == 0 ? .viewer : .contributor,
                        uses: number + 1, at: begin.later(hours: number)))
            }
            try await log.invited(to: other, by: ada, Secret("other"), at: begin)
            #expect(try await log.invites(to: id, at: begin) == kept)
            #expect(try await log.invite(codeHash: Secret("code 2").hash) == kept[2])
            #expect(try await log.invite(codeHash: Secret("code 9").hash) == nil)

            try await log.join(id, ben, Secret("code 0"), as: .viewer)
            kept[0].uses = 1
            #expect(try await log.revoke(kept[1].id, to: id, at: begin))
            #expect(try await log.invites(to: id, at: begin) == Array(kept[2...]))
            #expect(try await log.invites(to: id, at: begin.later(hours: 26)) == [kept[3]])
            #expect(try await log.invites(to: id, at: begin.later(hours: 27)) == [])
            for (number, invite) in kept.enumerated() {
                #expect(try await log.invite(codeHash: Secret("code \(number)").hash) == invite)
            }
            #expect(try await log.invites(to: .random(), at: begin) == [])
            let both = try await log.invites(to: [id, .random(), other], at: begin)
            #expect(both[id] == Array(kept[2...]))
            #expect(both[other]?.count == 1 && both.count == 2)
            #expect(try await log.invites(to: [], at: begin) == [:])
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `an invite is ended once, at its own draft, while it can be used`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let (id, other) = (try await log.began(by: ada), try await log.began(by: ada))
            let now = place.clock.now
            let version = try await log.accessVersion
            let invite = try await log.invited(to: id, by: ada, Secret("a"), at: now)
            #expect(try await !log.revoke(invite.id, to: other, at: now))
            #expect(try await !log.revoke(.random(), to: id, at: now))
            #expect(try await !log.revoke(invite.id, to: id, at: now.later(hours: 24)))
            #expect(try await log.revoke(invite.id, to: id, at: now))
            #expect(try await !log.revoke(invite.id, to: id, at: now))
            let used = try await log.invited(to: id, by: ada, Secret("b"), at: now)
            try await log.join(id, user("ben"), Secret("b"))
            #expect(try await !log.revoke(used.id, to: id, at: now))
            #expect(try await log.accessVersion == version)
        }
    }

    @Test(arguments: Store.allCases)
    func `a share is found by its token until it ends`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let (id, other) = (try await log.began(by: ada), try await log.began(by: ada))
            let begin = place.clock.now
            let first = try await log.shared(id, by: ada, Secret("one"), at: begin)
            let second = try await log.shared(id, by: ada, Secret("two"), at: begin.later(hours: 1))
            try await log.shared(other, by: ada, Secret("other"), at: begin)
            #expect(try await log.shares(of: id, at: begin) == [first, second])
            #expect(try await log.share(tokenHash: Secret("one").hash, at: begin) == first)
            #expect(try await log.share(tokenHash: Secret("One").hash, at: begin) == nil)
            #expect(try await log.share(first.id, at: begin) == first)
            #expect(try await log.share(.random(), at: begin) == nil)
            let end = begin.later(hours: 24)
            #expect(try await log.share(tokenHash: Secret("one").hash, at: end) == nil)
            #expect(try await log.share(first.id, at: end) == nil)
            #expect(try await log.shares(of: id, at: end) == [second])

            let version = try await log.accessVersion
            #expect(try await !log.revoke(second.id, of: other, at: begin))
            #expect(try await !log.revoke(first.id, of: id, at: end))
            #expect(try await log.accessVersion == version)
            #expect(try await log.revoke(second.id, of: id, at: begin))
            #expect(try await log.accessVersion > version)
            let raised = try await log.accessVersion
            #expect(try await !log.revoke(second.id, of: id, at: begin))
            #expect(try await log.accessVersion == raised)
            #expect(try await log.share(tokenHash: Secret("two").hash, at: begin) == nil)
            #expect(try await log.share(second.id, at: begin) == nil)
            #expect(try await log.shares(of: id, at: begin) == [first])
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `a deleted draft takes its invites and shares along`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let (id, other) = (try await log.began(by: ada), try await log.began(by: ada))
            let now = place.clock.now
            let invite = try await log.invited(to: id, by: ada, Secret("code"), uses: 2, at: now)
            let share = try await log.shared(id, by: ada, Secret("token"), at: now)
            let kept = try await log.invited(to: other, by: ada, Secret("kept"), at: now)
            try await log.join(id, ben, Secret("code"))
            _ = try await log.delete(id, by: ada, requestID: nil)

            #expect(try await log.invite(codeHash: Secret("code").hash) == nil)
            #expect(try await log.share(tokenHash: Secret("token").hash, at: now) == nil)
            #expect(try await log.invites(to: id, at: now) == [])
            #expect(try await log.shares(of: id, at: now) == [])
            #expect(try await log.join(id, user("cy"), Secret("code")) == .rejected(.missing(.draft)))
            #expect(try await !log.revoke(invite.id, to: id, at: now))
            #expect(try await !log.revoke(share.id, of: id, at: now))
            #expect(try await !log.add(invite, codeHash: Secret("again").hash))
            #expect(try await !log.add(share, tokenHash: Secret("again").hash))
            #expect(try await log.invites(to: other, at: now) == [kept])
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `a new door forgets those of its draft that have ended`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let (id, other) = (try await log.began(by: ada), try await log.began(by: ada))
            let begin = place.clock.now
            for (draft, name) in [(id, "mine"), (other, "other")] {
                try await log.invited(to: draft, by: ada, Secret(name), uses: 2, at: begin)
                try await log.shared(draft, by: ada, Secret(name), at: begin)
            }
            try await log.join(id, ben, Secret("mine"))

            // Whoever came by an invite may knock again, also a little after its end.
            try await log.invited(to: id, by: ada, Secret("next day"), at: begin.later(hours: 47))
            #expect(try await log.invite(codeHash: Secret("mine").hash)?.uses == 1)
            try await log.invited(to: id, by: ada, Secret("in two days"), at: begin.later(hours: 48))
            #expect(try await log.invite(codeHash: Secret("mine").hash) == nil)
            #expect(try await log.invite(codeHash: Secret("next day").hash) != nil)
            #expect(try await log.invite(codeHash: Secret("other").hash) != nil)

            // As of a clock that is turned back: what is still there can be used again.
            try await log.shared(id, by: ada, Secret("later"), at: begin.later(hours: 24))
            #expect(try await log.shares(of: id, at: begin).count == 1)
            #expect(try await log.shares(of: other, at: begin).count == 1)
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `the audit tells of doors that were made and closed, if somebody is named`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let now = place.clock.now
            let asker = Asker(ada, requestID: RequestID("r-1"), origin: "oidc")
            let invite = Invite(
                id: .random(), draftID: id, role: .viewer, createdBy: ada, createdAt: now,
                expiresAt: now.later(hours: 1), maxUses: 1)
            let share = Share(id: .random(), draftID: id, createdBy: ada, createdAt: now, expiresAt: invite.expiresAt)
            for _ in 0..<2 {
                _ = try? await log.add(invite, codeHash: Secret("code").hash, asker: asker)
                _ = try await log.revoke(invite.id, to: id, at: now, asker: asker)
                _ = try? await log.add(share, tokenHash: Secret("token").hash, asker: asker)
                _ = try await log.revoke(share.id, of: id, at: now, asker: asker)
            }
            try await log.shared(id, by: ada, Secret("quiet"), at: now)
            let entries = try await log.audit(of: id, before: nil, limit: 9)
            #expect(entries.map(\.note.facts.action) == ["share_revoke", "share", "invite_revoke", "invite", "create"])
            for entry in entries.dropLast() {
                #expect(entry.note.actor == ada && entry.note.requestID == asker.requestID)
                #expect(entry.note.facts.origin == "oidc" && entry.note.seq == 1 && entry.note.moment == now)
            }
        }
    }

    @Test(arguments: Store.allCases)
    func `a secret is kept for one invite or share only`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let now = place.clock.now
            try await log.invited(to: id, by: ada, Secret("same"), at: now)
            try await log.shared(id, by: ada, Secret("same"), at: now)
            await expectConflict { try await log.invited(to: id, by: ada, Secret("same"), at: now) }
            await expectConflict { try await log.shared(id, by: ada, Secret("same"), at: now) }
        }
    }

    @Test(arguments: Store.allCases)
    func `a ticket is taken once, before it expires`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let now = place.clock.now
            let end = Timestamp(milliseconds: now.milliseconds + 30_000)
            try await log.addTicket(Secret("a").hash, for: ada, from: "header", expiresAt: end, at: now)
            try await log.addTicket(Secret("b").hash, for: ben, from: "https://id.example", expiresAt: end, at: now)
            #expect(try await log.takeTicket(Secret("c").hash, at: now) == nil)
            #expect(try await log.takeTicket(Secret("a").hash, at: now) == TicketHolder(userID: ada, issuer: "header"))
            #expect(try await log.takeTicket(Secret("a").hash, at: now) == nil)
            #expect(try await log.takeTicket(Secret("b").hash, at: end) == nil)

            // Adding one forgets those that are over, also for a clock that is turned back.
            try await log.addTicket(Secret("d").hash, for: ada, from: "header", expiresAt: end.later(hours: 1), at: end)
            #expect(try await log.takeTicket(Secret("b").hash, at: now) == nil)
            #expect(try await log.takeTicket(Secret("d").hash, at: now) != nil)
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `of many who bring one ticket one gets in`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let now = place.clock.now
            for round in 0..<8 {
                let ticket = Secret("ticket \(round)")
                try await log.addTicket(
                    ticket.hash, for: ada, from: "header", expiresAt: now.later(hours: 1), at: now)
                let holders = try await withThrowingTaskGroup(of: TicketHolder?.self) { group in
                    for _ in 0..<8 { group.addTask { try await log.takeTicket(ticket.hash, at: now) } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(holders.compactMap(\.self) == [TicketHolder(userID: ada, issuer: "header")])
            }
        }
    }
}
