import CollabAPI
import FoundationEssentials
import Glibc
import Testing

@testable import CollabClient

@Suite(.timeLimit(.minutes(1))) struct ProxyTests {
    @Test(
        arguments: [
            (String?.none, "localhost,127.0.0.1,::1"), ("", "localhost,127.0.0.1,::1"), ("*", "*"),
            (".example.org,10.0.0.0/8", ".example.org,10.0.0.0/8,localhost,127.0.0.1,::1"),
        ])
    func `this machine is reached without a proxy, beside whom the environment names`(named: String?, all: String) {
        #expect(EasyHandle.exemptions(beside: named) == all)
    }

    /// What becomes of a request to `host` where the environment names a proxy that answers everything with 299.
    private static func status(of host: String) async -> Int? {
        let proxy = ScriptedServer { peer in
            guard peer.readHead() != nil else { return }
            peer.write("HTTP/1.1 299 Proxied\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        }
        setenv("http_proxy", proxy.url, 1)
        setenv("no_proxy", "friend.invalid", 1)
        return await ScriptedServer.withDeafPort { port in
            let request = HTTPRequest(method: .get, url: "http://\(host):\(port)/")
            return try? await CurlHTTPTransport(network: NetworkThread()).send(request).status
        }
    }

    // The environment is a process's: each of these has one of its own.

    @Test func `a proxy is asked for others`() async {
        await #expect(processExitsWith: .success) {
            #expect(await ProxyTests.status(of: "stranger.invalid") == 299)
        }
    }

    @Test func `a proxy is not asked for this machine, by whatever name, nor for whom the environment names`() async {
        await #expect(processExitsWith: .success) {
            for host in ["127.0.0.1", "localhost", "[::1]", "friend.invalid"] {
                #expect(await ProxyTests.status(of: host) == nil, "\(host)")
            }
        }
    }
}
