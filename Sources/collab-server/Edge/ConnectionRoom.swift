import NIOConcurrencyHelpers
import NIOCore

/// Makes room for new connections: the last places are never left to connections that only wait, and no address that is not
/// this machine has more than its share.
final class ConnectionRoom: Sendable {
    let idle = IdleConnections()
    private let open = NIOLockedValueBox(0)
    private let ofAddress = NIOLockedValueBox<[ClientAddress: Int]>([:])
    private let fullAt: Int
    /// Nil where all connections come from proxies.
    private let perAddress: Int?

    /// - Parameter isBehindProxy: whether the peers are proxies, which speak for many.
    init(limits: Limits, isBehindProxy: Bool) {
        fullAt = limits.connections - max(1, min(64, limits.connections / 4))
        perAddress = isBehindProxy ? nil : limits.connectionsPerAddress
    }

    /// Takes a connection in until it closes.
    /// - Returns: false where its address has too many; then it is to be closed.
    func take(_ channel: any Channel) -> Bool {
        let isFull = open.withLockedValue { open in
            open += 1
            return open > fullAt
        }
        channel.closeFuture.whenComplete { [self] _ in open.withLockedValue { $0 -= 1 } }
        if isFull { idle.closeOldest() }
        return takesFromItsAddress(channel)
    }

    private func takesFromItsAddress(_ channel: any Channel) -> Bool {
        let address = ClientAddress(channel.remoteAddress)
        guard let perAddress, address != .thisMachine else { return true }
        let isTaken = ofAddress.withLockedValue { counts in
            guard counts[address, default: 0] < perAddress else { return false }
            counts[address, default: 0] += 1
            return true
        }
        guard isTaken else { return false }
        channel.closeFuture.whenComplete { [self] _ in
            ofAddress.withLockedValue { counts in
                counts[address] = counts[address].flatMap { $0 > 1 ? $0 - 1 : nil }
            }
        }
        return true
    }
}
