import Glibc
import NIOConcurrencyHelpers

/// The server as an issuer of tokens, with the keys that its file holds at that moment: a key that a command rotates or
/// retires does so in every running server, from the next token on that it has to judge.
final class OwnKeys: Sendable {
    let serverID: String
    private let file: SigningKeyFile
    private let latest = NIOLockedValueBox<(version: FileVersion, issuer: OwnIssuer)?>(nil)

    /// - Throws: a sentence, where there is a key file that must not be used.
    init(serverID: String, file: SigningKeyFile) throws(CommandFailure) {
        self.serverID = serverID
        self.file = file
        do throws(SigningKeyError) {
            _ = try issuer
        } catch {
            throw error.about(file.path)
        }
    }

    /// The issuer and its keys, the one that signs first; without any before the first token was made.
    var issuer: OwnIssuer {
        get throws(SigningKeyError) {
            // Looked at before the file is read: a change in between is then seen the next time.
            let version = FileVersion(of: file.path)
            if let latest = latest.withLockedValue({ $0 }), latest.version == version { return latest.issuer }
            let issuer = OwnIssuer(serverID: serverID, keys: try file.read()?.verifying ?? [])
            latest.withLockedValue { $0 = (version, issuer) }
            return issuer
        }
    }
}

/// Differs whenever another file has taken the name, or the file was changed.
private struct FileVersion: Equatable {
    private let numbers: [Int64]

    init(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            numbers = []
            return
        }
        numbers = [
            Int64(bitPattern: UInt64(status.st_ino)), Int64(status.st_size), Int64(status.st_ctim.tv_sec),
            Int64(status.st_ctim.tv_nsec),
        ]
    }
}
