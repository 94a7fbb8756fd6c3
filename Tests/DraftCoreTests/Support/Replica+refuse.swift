import DraftCore

extension Replica {
    /// Forgets a refused command and all that was asked for after it, as a client does whose commands have not left yet.
    mutating func refuse(_ key: IdempotencyKey) -> [Command] {
        let keys = pending.drop { $0.command.key != key }.compactMap(\.command.key)
        return forget(Set(keys))
    }
}
