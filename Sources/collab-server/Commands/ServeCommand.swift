import ArgumentParser
import Glibc
import Logging
import NIOCore
import UnixSignals

/// `collab-server serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve drafts over HTTP and WebSocket.",
        discussion: """
            Prints one line, "listening on http://HOST:PORT", once clients can connect; with a certificate it is https.
            """)

    @OptionGroup var options: ServeOptions

    func run() async throws {
        let texts = options.texts
        let configuration = try ServerConfiguration(texts)
        let level = configuration.logLevel
        LoggingSystem.bootstrap { label in
            var handler: any LogHandler =
                switch configuration.logFormat {
                case .text: StreamLogHandler.standardError(label: label)
                case .json: JSONLogHandler(label: label)
                }
            handler.logLevel = level
            return handler
        }
        let logger = Logger(label: ServerIdentity.program)
        for variable in texts.unknownVariables {
            logger.warning("This variable is not known and changes nothing.", metadata: ["variable": "\(variable)"])
        }
        // A peer that is gone is an error of one write, not the end of the process.
        _ = signal(SIGPIPE, SIG_IGN)
        // So is a file that may not grow any more.
        _ = signal(SIGXFSZ, SIG_IGN)
        let warnings = configuration.warnings(openFiles: OpenFileLimit.raise())
        for warning in warnings { logger.warning("\(warning)") }
        let server = try await RunnableServer(configuration, warnings: warnings, logger: logger)
        do {
            try await server.run(stoppingOn: [.sigterm, .sigint]) { address in
                print("listening on \(address)")
                fflush(nil)
            }
        } catch {
            throw CommandFailure(listeningTo: configuration, error) ?? error
        }
    }
}

extension CommandFailure {
    /// Why no client could ever connect; nil where the error tells of something else.
    init?(listeningTo configuration: ServerConfiguration, _ error: any Error) {
        let place = "port \(configuration.port) of \(configuration.host)"
        switch error {
        case let error as IOError where error.errnoCode == EADDRINUSE:
            self.init("Cannot listen: \(place) is in use by another program.")
        case let error as IOError where error.errnoCode == EADDRNOTAVAIL:
            self.init("Cannot listen: \(configuration.host) is no address of this machine.")
        case let error as IOError where error.errnoCode == EACCES:
            self.init("Cannot listen: \(place) needs privileges that this process does not have.")
        case let error as IOError:
            self.init("Cannot listen on \(place): \(String(cString: strerror(error.errnoCode))).")
        case is SocketAddressError, is SocketAddressError.UnknownHost:
            self.init("Cannot listen: the host \(configuration.host) is not known.")
        default:
            return nil
        }
    }
}
