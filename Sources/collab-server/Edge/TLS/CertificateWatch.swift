import Logging
import ServiceLifecycle

/// Looks once a second whether the certificate's files have changed.
struct CertificateWatch: Service {
    let certificate: ServerCertificate
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await Task.sleep(for: .seconds(1))
                    tell(certificate.look())
                }
            }
        } catch is CancellationError {
            // The server stops; that is no failure of this one.
            return
        }
    }

    private func tell(_ news: ServerCertificate.News?) {
        switch news {
        case .replaced: logger.info("New connections are served with the new certificate.")
        case .kept(let problem):
            logger.error("\(problem) The one from before stays in use.")
        case nil: break
        }
    }
}
