import CollabTesting
import DraftCore
import Testing

@testable import collab_server

@Suite(.timeLimit(.minutes(1))) struct KeyCacheTests {
    private static let hour = 3600

    @Test func `keys are asked for once in an hour`() async throws {
        try await VerifierStage.run { stage in
            for (seconds, requests) in [(0, 1), (3599, 1), (1, 2), (3599, 2), (1, 3)] {
                stage.clock.advance(seconds: seconds)
                #expect(await stage.believesFreshToken())
                #expect(stage.issuer.keyRequests == requests)
            }
        }
    }

    @Test func `a new key is found at once, and the next one after five minutes`() async throws {
        try await VerifierStage.run { stage in
            #expect(await stage.believesFreshToken())
            let old = stage.issuer.token(for: "ada")
            stage.issuer.rotate()
            #expect(await stage.believesFreshToken())
            #expect(await !stage.believes(old))
            stage.issuer.rotate()
            stage.clock.advance(seconds: 299)
            #expect(await !stage.believesFreshToken())
            #expect(stage.issuer.keyRequests == 2)
            stage.clock.advance(seconds: 1)
            #expect(await stage.believesFreshToken())
            #expect(stage.issuer.keyRequests == 3)
        }
    }

    @Test func `invented keys make the server ask once`() async throws {
        try await VerifierStage.run { stage in
            for number in 0..<10 {
                let token = stage.issuer.token(for: "ada") { $0.header["kid"] = .string("invented-\(number)") }
                #expect(await stage.refusal(of: token) == .invalid(reason: "signed by an unknown key"))
            }
            #expect(stage.issuer.keyRequests == 2)
        }
    }

    @Test func `claims that are refused anyway make nobody ask`() async throws {
        try await VerifierStage.run { stage in
            let token = stage.issuer.token(for: "ada") { $0.claims["aud"] = "other" }
            #expect(await !stage.believes(token))
            #expect(stage.issuer.keyRequests == 0)
        }
    }

    @Test func `a new key without a name is found, too`() async throws {
        try await VerifierStage.run { stage in
            stage.issuer.rotate(id: nil)
            #expect(await stage.believesFreshToken())
            stage.issuer.rotate(id: nil)
            #expect(await stage.believesFreshToken())
        }
    }

    @Test func `keys of an issuer that is silent are good for a day`() async throws {
        try await VerifierStage.run { stage in
            #expect(await stage.believesFreshToken())
            stage.issuer.failing = true
            stage.clock.advance(seconds: Self.hour)
            #expect(await stage.believesFreshToken())
            stage.clock.advance(seconds: 23 * Self.hour - 1)
            #expect(await stage.believesFreshToken())
            stage.clock.advance(seconds: 1)
            guard case .keysUnavailable = await stage.refusal(of: stage.issuer.token(for: "ada")) else {
                Issue.record("keys of yesterday are still used")
                return
            }
            stage.issuer.failing = false
            #expect(await stage.believesFreshToken())
        }
    }

    @Test func `an issuer that does not answer is left alone for a minute`() async throws {
        try await VerifierStage.run { stage in
            let loads = LoadCount()
            let cache = stage.cache { () async throws(KeyLoadingError) in
                guard await loads.add() == 1 else { throw KeyLoadingError(reason: "down") }
                return await KeySet([])
            }
            _ = try await cache.keys()
            stage.clock.advance(seconds: Self.hour)
            for (seconds, count) in [(0, 2), (59, 2), (1, 3)] {
                stage.clock.advance(seconds: seconds)
                _ = try await cache.keys()
                #expect(await loads.count == count)
            }
        }
    }

    @Test(arguments: [
        TestPublication.Manner.failing, .stalling, .oversize, .stoppingHalfway, .redirecting,
    ])
    func `without any keys nothing can be judged, until the issuer answers properly`(
        manner: TestPublication.Manner
    ) async throws {
        try await VerifierStage.run(timeLimit: manner.isEndless ? .milliseconds(200) : .seconds(30)) { stage in
            stage.issuer.manner = manner
            guard case .keysUnavailable = await stage.refusal(of: stage.issuer.token(for: "ada")) else {
                Issue.record("judged without keys")
                return
            }
            stage.issuer.manner = .proper
            // The time limit above is for the endless; a slow machine may need more.
            let patient = await IssuerTokenVerifier.quiet(stage.settings, clock: stage.clock)
            _ = try await patient.proof(of: stage.issuer.token(for: "ada"))
        }
    }

    @Test(arguments: [#"{"keys":[]}"#, #"{"keys":[{"kty":"oct","k":"AAAA"}]}"#])
    func `a set without a key that can be used does not take the place of the keys that are there`(
        text: String
    ) async throws {
        try await VerifierStage.run { stage in
            #expect(await stage.believesFreshToken())
            stage.issuer.publishedText = text
            let unknown = stage.issuer.token(for: "ada") { $0.header["kid"] = "invented" }
            #expect(await !stage.believes(unknown))
            #expect(stage.issuer.keyRequests == 2)
            #expect(await stage.believesFreshToken())
            stage.clock.advance(seconds: 24 * Self.hour - 1)
            #expect(await stage.believesFreshToken())
            stage.clock.advance(seconds: 1)
            guard case .keysUnavailable = await stage.refusal(of: stage.issuer.token(for: "ada")) else {
                Issue.record("keys of yesterday are still used")
                return
            }
        }
    }

    @Test(arguments: ["", "[]", #"{"keys":[]}"#, "{}", #"{"keys":{}}"#, #"{"keys":[],"keys":[]}"#, #"{"keys":[]} x"#])
    func `what is no set of keys is none`(text: String) async throws {
        try await VerifierStage.run { stage in
            stage.issuer.publishedText = text
            guard case .keysUnavailable = await stage.refusal(of: stage.issuer.token(for: "ada")) else {
                Issue.record("judged without keys")
                return
            }
        }
    }

    @Test func `an issuer that describes another one is not believed`() async throws {
        try await VerifierStage.run { stage in
            stage.issuer.describedIssuer = stage.issuer.url + "/"
            guard case .keysUnavailable = await stage.refusal(of: stage.issuer.token(for: "ada")) else {
                Issue.record("judged by the keys of somebody else")
                return
            }
        }
    }

    @Test func `many who need the keys at once make one request`() async throws {
        try await VerifierStage.run { stage in
            let gate = LoadCount()
            let (opening, opened) = AsyncStream.makeStream(of: Void.self)
            let cache = stage.cache { () async throws(KeyLoadingError) in
                _ = await gate.add()
                for await _ in opening { break }
                return await KeySet([])
            }
            let calls = (0..<20).map { _ in Task { try await cache.keys() } }
            while await gate.count == 0 { await Task.yield() }
            for _ in 0..<100 { await Task.yield() }
            opened.finish()
            for call in calls { _ = try await call.value }
            #expect(await gate.count == 1)
        }
    }

    @Test func `who gives up does not take the keys from those who wait`() async throws {
        try await VerifierStage.run { stage in
            let gate = LoadCount()
            let (opening, opened) = AsyncStream.makeStream(of: Void.self)
            let cache = stage.cache { () async throws(KeyLoadingError) in
                _ = await gate.add()
                for await _ in opening { break }
                return await KeySet([])
            }
            let impatient = Task { try? await cache.keys() }
            while await gate.count == 0 { await Task.yield() }
            let patient = Task { try await cache.keys() }
            impatient.cancel()
            opened.finish()
            _ = try await patient.value
            #expect(await gate.count == 1)
        }
    }

    @Test func `a clock that is turned back makes no key live longer`() async throws {
        try await VerifierStage.run { stage in
            #expect(await stage.believesFreshToken())
            stage.clock.advance(seconds: -10 * Self.hour)
            #expect(await stage.believesFreshToken())
            #expect(stage.issuer.keyRequests == 2)
        }
    }
}

extension TestPublication.Manner {
    fileprivate var isEndless: Bool {
        switch self {
        case .stalling, .stallingKeys, .stoppingHalfway: true
        default: false
        }
    }
}

extension VerifierStage {
    fileprivate func believesFreshToken() async -> Bool { await believes(issuer.token(for: "ada")) }
}

private actor LoadCount {
    private(set) var count = 0

    func add() -> Int {
        count += 1
        return count
    }
}
