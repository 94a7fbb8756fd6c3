import CollabAPI
import Crypto
import DraftCore

/// Names for people who are known by their header only: the user id is the name.
struct ServerNames: FetchedNames {
    func name(of user: UserID) -> String { user.description }

    func display(of user: UserID) -> String { user.shortForm }

    func prepare(_ users: some Sequence<UserID> & Sendable) async {}
}

extension UserID {
    /// What stands for somebody of whom no name is known: `@u_5fa400`.
    var shortForm: String {
        // The earlier system formed it so, and its clients compare it.
        let digest = Insecure.SHA1.hash(data: Array(description.utf8))
        let hex = digest.suffix(3).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
        return "@u_" + hex.joined()
    }
}
