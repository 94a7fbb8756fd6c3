import Glibc
import NIOCore

/// Whom limits for the unauthenticated count as one: an IPv4 address, or the network of 64 bits that an IPv6 address is in,
/// for whoever has one of its addresses has them all. This machine is one, by whichever of its addresses.
struct ClientAddress: Hashable, Sendable {
    static let thisMachine = ClientAddress(bytes: [127])

    private let bytes: [UInt8]
    /// The whole of it, as it was written.
    let text: String?

    private init(bytes: [UInt8], text: String? = nil) {
        self.bytes = bytes
        self.text = text
    }

    static func == (left: ClientAddress, right: ClientAddress) -> Bool { left.bytes == right.bytes }

    func hash(into hasher: inout Hasher) { hasher.combine(bytes) }

    /// A peer without a network address is on this machine; one whose address cannot be read is nobody's.
    init(_ peer: SocketAddress?) {
        guard let address = peer?.ipAddress else {
            self = .thisMachine
            return
        }
        self = ClientAddress(address[...]) ?? ClientAddress(bytes: [])
    }

    /// Reads `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` and `[2001:db8::1]:4711`.
    init?(_ text: Substring) {
        var host = text
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]"), Self.isPort(text[end...].dropFirst()) else { return nil }
            host = text[..<end].dropFirst()
        } else if let colon = text.firstIndex(of: ":"), text.lastIndex(of: ":") == colon {
            guard Self.isPort(text[colon...]) else { return nil }
            host = text[..<colon]
        }
        // The zone of a link-local address is no part of it.
        let plain = String(host.prefix { $0 != "%" })
        if let four = Self.parsed(plain, AF_INET, count: 4) {
            self.init(bytes: Self(four: four).bytes, text: plain)
        } else if let sixteen = Self.parsed(plain, AF_INET6, count: 16) {
            self.init(bytes: Self(sixteen: sixteen).bytes, text: plain)
        } else {
            return nil
        }
    }

    /// Whether nothing else stands behind a host.
    private static func isPort(_ rest: Substring) -> Bool {
        rest.isEmpty || rest.first == ":" && rest.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private init(four: [UInt8]) {
        self = four.first == 127 ? .thisMachine : ClientAddress(bytes: four)
    }

    private init(sixteen: [UInt8]) {
        let zeros = [UInt8](repeating: 0, count: 10)
        if sixteen.starts(with: zeros + [0xFF, 0xFF]) {
            self.init(four: Array(sixteen.suffix(4)))
        } else if sixteen == zeros + [0, 0, 0, 0, 0, 1] {
            self = .thisMachine
        } else {
            self.init(bytes: Array(sixteen.prefix(8)))
        }
    }

    private static func parsed(_ text: String, _ family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
