public import DraftCore

/// Where the names of people come from when something is written to the wire; they are no part of the log.
public protocol Names: Sendable {
    /// The name to show for `user`.
    func name(of user: UserID) -> String
    /// The short form of `user` that stands even where no name is known: `@u_5fa400`.
    func display(of user: UserID) -> String
}
