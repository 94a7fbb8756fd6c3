/// Why there is no key to sign with: the rest of a sentence that begins with the file's name.
struct SigningKeyError: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ predicate: String) {
        description = predicate
    }

    static let damaged = SigningKeyError("is damaged: it is no list of keys in PEM")

    /// The whole sentence, for people.
    func about(_ path: String) -> CommandFailure { CommandFailure("The signing key file \(path) \(description).") }
}
