import Testing

@testable import collab_server

/// Whose requests are counted together, where nobody has a name yet.
@Suite struct ProxyChainTests {
    private func address(_ text: String) -> ClientAddress? { ClientAddress(text[...]) }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1:4711", true), ("192.0.2.1", "::ffff:192.0.2.1", true),
        ("192.0.2.1", "192.0.2.2", false), ("127.0.0.1", "::1", true), ("127.0.0.1", "127.8.9.1", true),
        ("2001:db8::1", "[2001:db8::2]:80", true), ("2001:db8::1", "2001:db8:0:1::1", false),
        ("fe80::1%eth0", "fe80::2", true),
    ])
    func `an IPv6 network is one, this machine is one, an IPv4 address is one`(one: String, other: String, same: Bool) {
        #expect(address(one) != nil)
        #expect((address(one) == address(other)) == same)
    }

    @Test(arguments: [
        "", "unknown", "_hidden", "192.0.2", "192.0.2.256", "example.org", "[::1", "::1::2", "192.0.2.1 ", "9.9.9.9:\"",
        "9.9.9.9:80, 192.0.2.1", "[2001:db8::1]\"", "[2001:db8::1]x",
    ])
    func `what is no address is none`(text: String) {
        #expect(address(text) == nil)
    }

    @Test(
        arguments: [
            (1, ["203.0.113.9, 192.0.2.1"], "192.0.2.1"), (2, ["203.0.113.9, 192.0.2.1"], "203.0.113.9"),
            (1, ["203.0.113.9", "192.0.2.1"], "192.0.2.1"), (3, ["203.0.113.9, 192.0.2.1"], nil), (1, [], nil),
            (1, ["192.0.2.1, unknown"], nil), (1, ["192.0.2.1,"], nil),
            (1, ["9.9.9.9:\", 192.0.2.1"], "192.0.2.1"), (1, ["\"", "192.0.2.1"], "192.0.2.1"),
        ] as [(Int, [String], String?)])
    func `the entry counts that the outermost declared proxy has made`(
        hops: Int, values: [String], client: String?
    ) {
        #expect(ProxyChain(hops: hops, header: .xForwardedFor).client(in: values) == client.flatMap(address))
    }

    @Test(
        arguments: [
            (["for=192.0.2.1;proto=https"], "192.0.2.1"),
            (["for=203.0.113.9, For=\"[2001:db8::1]:4711\""], "2001:db8::1"),
            (["by=\"a,b\"; for=192.0.2.1"], "192.0.2.1"), (["proto=https"], nil), (["for=_secret"], nil),
            (["for=9.9.9.9;x=\", for=192.0.2.1"], "192.0.2.1"),
        ] as [([String], String?)])
    func `the header of RFC 7239 is read by its grammar`(values: [String], client: String?) {
        #expect(ProxyChain(hops: 1, header: .forwarded).client(in: values) == client.flatMap(address))
    }
}
