import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// Why no keys could be loaded.
struct KeyLoadingError: Error, Hashable, Sendable {
    /// For the log.
    let reason: String
}

/// Fetches what issuers publish.
protocol DocumentSource: Sendable {
    /// The bytes at `address`.
    func document(at address: WebAddress) async throws(KeyLoadingError) -> [UInt8]
}

/// Fetches over HTTP.
struct HTTPDocuments: DocumentSource {
    /// With a client that lives as long as the process: one that is dropped would have to be closed first.
    static let shared = HTTPDocuments(client: client)

    private static let client: HTTPClient = {
        // A redirect could lead out of TLS, or into the network behind this server.
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(5)
        return HTTPClient(eventLoopGroup: .singletonMultiThreadedEventLoopGroup, configuration: configuration)
    }()

    private let client: HTTPClient
    private let timeLimit: Duration
    private let longest: Int

    private init(client: HTTPClient, timeLimit: Duration = .seconds(5), longest: Int = 262_144) {
        self.client = client
        self.timeLimit = timeLimit
        self.longest = longest
    }

    /// The same within a shorter time.
    func within(_ timeLimit: Duration) -> HTTPDocuments {
        HTTPDocuments(client: client, timeLimit: timeLimit, longest: longest)
    }

    func document(at address: WebAddress) async throws(KeyLoadingError) -> [UInt8] {
        do {
            return try await withThrowingTaskGroup(of: [UInt8].self) { group in
                group.addTask { try await fetch(address) }
                // The client's own time limit ends with the head of the answer.
                group.addTask {
                    try await Task.sleep(for: timeLimit)
                    throw KeyLoadingError(reason: "\(address) did not answer within \(timeLimit)")
                }
                defer { group.cancelAll() }
                return try await group.next() ?? []
            }
        } catch let error as KeyLoadingError {
            throw error
        } catch {
            throw KeyLoadingError(reason: "\(address) cannot be read: \(error)")
        }
    }

    private func fetch(_ address: WebAddress) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: address.description)
        request.headers.add(name: "accept", value: "application/json")
        let answer = try await client.execute(request, deadline: .now() + TimeAmount(timeLimit))
        guard answer.status == .ok else {
            throw KeyLoadingError(reason: "\(address) answered with status \(answer.status.code)")
        }
        do {
            return Array(try await answer.body.collect(upTo: longest).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw KeyLoadingError(reason: "\(address) answered with more than \(longest) bytes")
        }
    }
}
