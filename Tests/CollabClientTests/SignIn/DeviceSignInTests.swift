import Testing

@testable import CollabClient

/// A code that is entered on another device.
@Suite(.timeLimit(.minutes(1))) struct DeviceSignInTests {
    private static let endpoint = #","device_authorization_endpoint":"$/device""#
    private static let code = ScriptedProvider.Reply(
        body: """
            {"device_code":"secret","user_code":"WDJB-MJHT","verification_uri":"$/enter",\
            "verification_uri_complete":"$/enter?c=1","expires_in":100,"interval":5}
            """)

    /// A provider that gives a code and then answers each question for tokens with the next of `words`, at last with tokens.
    private func provider(answering words: [String]) -> ScriptedProvider {
        ScriptedProvider(metadata: Self.endpoint) { call, number in
            guard call.path == "/token" else { return Self.code }
            guard number - 2 < words.count else {
                return .init(body: SampleToken.answer(id: SampleToken.idToken(issuer: call.issuer), refresh: "r"))
            }
            let word = words[number - 2]
            return word == "503"
                ? .init(status: 503, body: "") : .init(status: 400, body: #"{"error":"\#(word)"}"#)
        }
    }

    /// Moves the clock by seconds whenever somebody waits, and counts the seconds, until `body` is done.
    private func waiting<Result: Sendable>(
        _ clock: StepClock, _ body: @escaping @Sendable () async -> Result
    ) async -> (Result, seconds: Int) {
        let task = Task { await body() }
        let isDone = Locked(false)
        let watch = Task {
            _ = await task.value
            isDone.withLock { $0 = true }
        }
        var seconds = 0
        while !isDone.withLock({ $0 }) {
            if clock.waiting > 0 {
                clock.advance(by: .seconds(1))
                seconds += 1
            }
            await Task.yield()
        }
        await watch.value
        return (await task.value, seconds)
    }

    @Test func `the user is shown a code, and the provider asked until it is entered, slower where it says so`()
        async throws
    {
        let scripted = provider(answering: ["authorization_pending", "slow_down", "authorization_pending"])
        let clock = StepClock()
        let provider = try await scripted.discovered(scopes: ["openid"], clock: clock)
        let device = try await provider.beginDevice()
        #expect(device.userCode == "WDJB-MJHT")
        #expect(device.address == scripted.issuer + "/enter")
        #expect(device.completeAddress == scripted.issuer + "/enter?c=1")
        let (tokens, seconds) = await waiting(clock) {
            try? await provider.finish(device)
        }
        #expect(tokens?.refreshToken == "r")
        #expect(seconds == 5 + 5 + 10 + 10)
        let asked = scripted.calls.map(\.fields)
        #expect(asked[0] == ["scope": "openid", "client_id": "draft"])
        #expect(asked[1]["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code")
        #expect(asked[1]["device_code"] == "secret")
    }

    @Test(arguments: [
        (["access_denied"], "refused", 5), (["expired_token"], "in time", 5), (["invalid_client"], "invalid_client", 5),
        (Array(repeating: "authorization_pending", count: 30), "in time", 100),
        (["503", "503", "access_denied"], "refused", 5 + 10 + 20),
    ]) func `a no ends it at once, silence when the code has expired`(
        words: [String], says: String, seconds: Int
    ) async throws {
        let clock = StepClock()
        let provider = try await provider(answering: words).discovered(clock: clock)
        let device = try await provider.beginDevice()
        let (error, passed) = await waiting(clock) {
            await failure { () throws(SignInError) in try await provider.finish(device) }
        }
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "signed in")")
        #expect(passed == seconds)
    }

    @Test func `an address that a reader should not open is not shown`() async throws {
        let scripted = ScriptedProvider(metadata: Self.endpoint) { _, _ in
            .init(body: #"{"device_code":"s","user_code":"A","verification_uri":"javascript:alert(1)","expires_in":9}"#)
        }
        let provider = try await scripted.discovered()
        #expect(await failure { () throws(SignInError) in try await provider.beginDevice() }?.reason == .provider)
    }
}
