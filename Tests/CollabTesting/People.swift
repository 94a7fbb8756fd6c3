public import DraftCore

// The cast of every test, in the order of their ids.

public let ana = UserID.named("ana")
public let ben = UserID.named("ben")
public let caro = UserID.named("caro")
public let dan = UserID.named("dan")

// Tests write ids down; one that is not well formed is a mistake in the test and stops it at once.

extension UserID {
    /// The user with that id.
    public static func named(_ text: String) -> UserID {
        guard let user = UserID(text) else { preconditionFailure("not a user id: \(text)") }
        return user
    }
}

extension IdempotencyKey {
    /// The key with that text.
    public static func named(_ text: String) -> IdempotencyKey {
        guard let key = IdempotencyKey(text) else { preconditionFailure("not a key: \(text)") }
        return key
    }
}

extension Platform {
    /// The platform with that name.
    public static func named(_ text: String) -> Platform {
        guard let platform = Platform(text) else { preconditionFailure("not a platform: \(text)") }
        return platform
    }
}
