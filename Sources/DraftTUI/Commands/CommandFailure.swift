import CollabAPI
import CollabClient

/// Why a command could not do its work; its sentence goes to standard error, its code is the program's.
enum CommandFailure: Error {
    /// What was given on the command line or as input is not usable.
    case input(String)
    /// A file or folder cannot be used.
    case files(String)
    /// There is no terminal.
    case terminal(String)
    /// The local server could not be started.
    case localServer(String)
    /// Nobody is signed in, or a sign-in came to nothing.
    case signIn(String)
    /// Whoever gives out sign-ins cannot be used at the moment.
    case provider(String)
    /// The server cannot be reached, or says no.
    case client(ClientError)
    /// The draft could not be opened.
    case unopened(String)
    /// Nobody knows whether the server has taken a text.
    case inDoubt(ClientError)

    /// A sentence that says what is wrong and, where it can, what to do.
    var message: String {
        switch self {
        case .input(let text), .files(let text), .terminal(let text), .localServer(let text), .signIn(let text),
            .provider(let text), .unopened(let text):
            text
        case .client(let error) where error.isUnauthorized:
            error.message
                + (error.signInAddress.map { " `draft login --server \(ServerAddress.shown($0))` signs you in." } ?? "")
        case .client(let error) where error.code == .unreachable:
            "The server cannot be used: \(error.message). Look whether the address is right and a server runs there."
        case .client(let error) where error.code == .insecure:
            "The server cannot be trusted: \(error.message). Nothing was sent to it; --cacert FILE names an authority that "
                + "may vouch for it."
        case .client(let error): error.status == nil ? "The server cannot be used: \(error.message)." : error.message
        case .inDoubt(let error):
            CommandFailure.client(error).message + " It may have been taken all the same: `draft show` tells."
        }
    }

    /// Whether another sign-in may help.
    var isForWantOfSignIn: Bool {
        if case .client(let error) = self { error.isUnauthorized } else { false }
    }

    /// The exit code, after sysexits(3).
    var exitCode: Int32 {
        switch self {
        case .input: 65
        case .files: 73
        case .terminal: 64
        case .localServer, .provider: 69
        case .signIn: 77
        case .client(let error) where error.isUnauthorized: 77
        case .client(let error): error.isVerdict ? 1 : 69
        case .inDoubt: 69
        case .unopened: 1
        }
    }
}

extension ClientError {
    /// Whether it is a matter of who calls.
    var isUnauthorized: Bool { code == Code(.unauthorized) }

    /// Whether what was asked for may have happened all the same: there was no answer, or one of a server in trouble.
    var leavesDoubt: Bool { status.map { $0 >= 500 } ?? true }
}
