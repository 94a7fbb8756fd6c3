import ArgumentParser
import DraftCore

/// How long a code or a link serves.
struct ExpiryOption: ParsableArguments {
    @Option(help: ArgumentHelp("How long it serves, up to 8760. (default: 168, a week)", valueName: "hours"))
    var expiresHours: Int?

    /// The hours, if there are so many.
    func checked() throws(CommandFailure) -> Int? {
        try CountOption.checked(expiresHours, of: "--expires-hours", in: 1...8760)
    }
}

/// Numbers from the command line.
enum CountOption {
    /// `number`, told of in the option's words where it is none of `range`.
    static func checked(
        _ number: Int?, of option: String, in range: ClosedRange<Int>
    ) throws(CommandFailure) -> Int? {
        guard let number, !range.contains(number) else { return number }
        throw .input("\(option) \(number) is not from \(range.lowerBound) to \(range.upperBound).")
    }
}

/// What is taken back instead of listing.
struct RevocationOption: ParsableArguments {
    @Option(help: ArgumentHelp("Take back the one with this id.", valueName: "id"))
    var revoke: String?

    /// The id, as `read` reads it.
    func id<ID>(_ read: (String) -> ID?) throws(CommandFailure) -> ID? {
        guard let revoke else { return nil }
        guard let id = read(revoke.lowercased()) else {
            throw .input("\"\(revoke)\" is not an id; without --revoke they are listed.")
        }
        return id
    }
}

extension Role {
    /// A role from the command line.
    init(joining text: String) throws(CommandFailure) {
        guard let role = Role(rawValue: text), role == .contributor || role == .viewer else {
            throw .input("\"\(text)\" is not a role: contributor or viewer.")
        }
        self = role
    }
}

extension Output {
    /// What was done, where the server has nothing to say of it.
    static func done(_ sentence: String, isJSON: Bool) throws(CommandFailure) {
        if isJSON { return try json([String: String]()) }
        try line(sentence)
    }
}
