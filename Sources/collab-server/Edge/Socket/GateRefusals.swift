import NIOConcurrencyHelpers
import NIOCore

/// Why the gate of the live channel turned connections away, until the router answers them with just that. Asked again
/// it could say something else: the cause may have passed meanwhile.
final class GateRefusals: Sendable {
    private let errors = NIOLockedValueBox<[ObjectIdentifier: any Error]>([:])

    func note(_ error: any Error, for channel: any Channel) {
        let connection = ObjectIdentifier(channel)
        errors.withLockedValue { $0[connection] = error }
        // Another middleware may have answered first.
        channel.closeFuture.whenComplete { [self] _ in _ = take(for: connection) }
    }

    /// What the gate said to a connection; told once.
    func take(for connection: ObjectIdentifier) -> (any Error)? {
        errors.withLockedValue { $0.removeValue(forKey: connection) }
    }
}
