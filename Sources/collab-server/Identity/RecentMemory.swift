import DraftCore

/// A bounded memory that forgets by age, and first what was not asked for lately.
///
/// Invariant: it never holds more than `capacity` entries. They live in two generations; a full young one becomes the old
/// one, and what is asked for moves to the young one: so forgetting costs nothing an entry.
struct RecentMemory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        let value: Value
        let expiresAt: Timestamp
    }

    private let capacity: Int
    private var young: [Key: Entry] = [:]
    private var old: [Key: Entry] = [:]

    init(capacity: Int) {
        self.capacity = max(2, capacity)
    }

    /// How much is remembered.
    var count: Int { young.count + old.count }

    /// What was kept under `key`; nil where that is older than it may be.
    mutating func value(of key: Key, at now: Timestamp) -> Value? {
        guard let entry = entry(of: key), entry.expiresAt > now else { return nil }
        return entry.value
    }

    /// What was kept under `key`, however old.
    mutating func lastValue(of key: Key) -> Value? {
        entry(of: key)?.value
    }

    mutating func keep(_ value: Value, as key: Key, until expiresAt: Timestamp) {
        old[key] = nil
        insert(Entry(value: value, expiresAt: expiresAt), as: key)
    }

    mutating func forgetAll() {
        young = [:]
        old = [:]
    }

    private mutating func entry(of key: Key) -> Entry? {
        if let entry = young[key] { return entry }
        guard let entry = old.removeValue(forKey: key) else { return nil }
        insert(entry, as: key)
        return entry
    }

    private mutating func insert(_ entry: Entry, as key: Key) {
        if young[key] == nil, young.count >= capacity / 2 {
            old = young
            young = [:]
        }
        young[key] = entry
    }
}

extension Timestamp {
    func after(seconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + seconds * 1000) }
}
