import DraftCore

/// What a setting can be, and how a person is told.
enum SettingKind: Equatable, Sendable {
    case server, user, file
    case choice([String])
    case number(ClosedRange<Int>)
    case onOff

    /// Why a value is not one, in a sentence.
    struct Refusal: Error, Equatable {
        let sentence: String
    }

    /// The value that a word of the command line or the environment means.
    func value(of text: String) throws(Refusal) -> SettingValue {
        switch self {
        case .server:
            // The server of this machine can be asked for by name where a file or a variable names another.
            guard text == "local" || text.hasPrefix("http://") || text.hasPrefix("https://") else {
                throw Refusal(
                    sentence:
                        "\"\(Self.withoutPassword(text))\" is not a server's address: it begins with http:// or https://."
                )
            }
            return .text(text)
        case .user:
            guard UserID(text) != nil else {
                throw Refusal(sentence: "\"\(text)\" is not a user id: 1 to 128 bytes without spaces.")
            }
            return .text(text)
        case .file:
            guard !text.isEmpty, !text.utf8.contains(0) else { throw refusal(of: text) }
            return .text(text)
        case .choice(let choices):
            guard let choice = choices.first(where: { $0 == text.lowercased() }) else { throw refusal(of: text) }
            return .text(choice)
        case .number(let range):
            guard let number = Int(text), range.contains(number) else { throw refusal(of: text) }
            return .number(number)
        case .onOff:
            switch text.lowercased() {
            case "on", "true", "yes", "1": return .onOff(true)
            case "off", "false", "no", "0": return .onOff(false)
            default: throw refusal(of: text)
            }
        }
    }

    /// The value that the configuration file means.
    func value(of written: WrittenValue) throws(Refusal) -> SettingValue {
        switch (self, written) {
        case (.onOff, .bool(let isOn)): return .onOff(isOn)
        case (.number(let range), .number(let number)) where range.contains(number): return .number(number)
        // A palette's size may well be written as the number that it is.
        case (.choice, .number(let number)): return try value(of: String(number))
        case (.choice(let choices), .bool(true)) where choices.contains("true"): return .text("true")
        case (.server, .text(let text)), (.user, .text(let text)), (.file, .text(let text)),
            (.choice, .text(let text)):
            return try value(of: text)
        case (.onOff, .text(let text)) where ["on", "off"].contains(text): return .onOff(text == "on")
        default: throw refusal(of: written.description)
        }
    }

    /// An address without the name and the password that it may have in it, which are nobody's business.
    static func withoutPassword(_ address: String) -> String {
        guard let info = ServerAddress.userInfo(in: address) else { return address }
        return address[..<info.lowerBound] + "…@" + address[info.upperBound...]
    }

    /// What it can be, in words.
    var description: String {
        switch self {
        case .server: "an address, or local"
        case .user: "a user id"
        case .file: "a file"
        case .choice(let choices): choices.dropLast().joined(separator: ", ") + " or " + (choices.last ?? "")
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .onOff: "on or off"
        }
    }

    private func refusal(of text: String) -> Refusal {
        Refusal(sentence: "\"\(text)\" is not understood here: it is \(description).")
    }
}
