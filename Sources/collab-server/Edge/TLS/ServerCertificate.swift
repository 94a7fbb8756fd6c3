import Glibc
import NIOConcurrencyHelpers
import NIOSSL

/// The certificate by which the server proves who it is, as its files have it at the moment: connections keep the one that
/// they began with.
final class ServerCertificate: Sendable {
    /// What a look at the files has led to.
    enum News: Equatable, Sendable {
        case replaced
        /// The files hold something else that cannot be used, so what was loaded before stays.
        case kept(CertificateProblem)
    }

    /// Tells one state of the files from another.
    private struct Mark: Equatable {
        var facts: [Int64]
    }

    private struct State {
        var context: NIOSSLContext
        /// The files as they were judged last.
        var judged: Mark?
        /// The files as they were seen last.
        var seen: Mark?
    }

    private let files: TLSFiles
    private let state: NIOLockedValueBox<State>
    /// Whether it was out of its time when it was loaded at first.
    let hasExpired: Bool

    /// - Throws: where the files hold no certificate with its key.
    init(_ files: TLSFiles) throws(CertificateProblem) {
        self.files = files
        // Marked before it is read: a change meanwhile is seen at the next look.
        let mark = Self.mark(of: files)
        let pair = try CertifiedPair(files)
        hasExpired = pair.hasExpired
        state = NIOLockedValueBox(State(context: try pair.context, judged: mark, seen: mark))
    }

    /// For a connection that begins now.
    var context: NIOSSLContext { state.withLockedValue(\.context) }

    /// Looks whether the files have changed since they were judged, and rest: whoever replaces two files one after the other
    /// is not judged in between.
    func look() -> News? {
        let mark = Self.mark(of: files)
        let isDue = state.withLockedValue { state in
            defer { state.seen = mark }
            guard mark != state.judged, mark == state.seen else { return false }
            state.judged = mark
            return true
        }
        guard isDue else { return nil }
        do throws(CertificateProblem) {
            let pair = try CertifiedPair(files)
            guard !pair.hasExpired else { throw .expired(files.certificate) }
            let context = try pair.context
            state.withLockedValue { $0.context = context }
            return .replaced
        } catch {
            return .kept(error)
        }
    }

    private static func mark(of files: TLSFiles) -> Mark {
        Mark(
            facts: [files.certificate, files.key].flatMap { path -> [Int64] in
                var facts = stat()
                guard stat(path, &facts) == 0 else { return [] }
                return [
                    Int64(truncatingIfNeeded: facts.st_ino), Int64(facts.st_size), Int64(facts.st_mtim.tv_sec),
                    Int64(facts.st_mtim.tv_nsec), Int64(facts.st_ctim.tv_sec), Int64(facts.st_ctim.tv_nsec),
                ]
            })
    }
}

/// Why a certificate cannot be used.
enum CertificateProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case noCertificate(String)
    case noKey(String)
    case notItsKey(TLSFiles)
    case expired(String)

    var description: String {
        switch self {
        case .noCertificate(let path): "The file \(path) holds no certificate in PEM."
        case .noKey(let path): "The file \(path) holds no private key in PEM without a passphrase."
        case .notItsKey(let files): "The key in \(files.key) is not that of the certificate in \(files.certificate)."
        case .expired(let path): "The certificate in \(path) has expired."
        }
    }
}

/// A certificate and a key, as they were read.
private struct CertifiedPair {
    private let files: TLSFiles
    private let chain: [NIOSSLCertificate]
    private let key: NIOSSLPrivateKey

    init(_ files: TLSFiles) throws(CertificateProblem) {
        self.files = files
        do {
            chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
        } catch {
            throw .noCertificate(files.certificate)
        }
        guard !chain.isEmpty else { throw .noCertificate(files.certificate) }
        do {
            key = try NIOSSLPrivateKey(file: files.key, format: .pem)
        } catch {
            throw .noKey(files.key)
        }
    }

    var hasExpired: Bool { chain.first.map { $0.notValidAfter < time(nil) } ?? true }

    var context: NIOSSLContext {
        get throws(CertificateProblem) {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            do {
                return try NIOSSLContext(configuration: configuration)
            } catch {
                throw .notItsKey(files)
            }
        }
    }
}
