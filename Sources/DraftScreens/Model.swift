public import CellGrid
public import DraftCore

/// Everything that the screen is drawn from.
///
/// Invariant: the frame is a function of this value and the size; nothing on the screen has state of its own.
public struct Model: Sendable {
    /// The present moment; the runtime sets it before each message.
    public var now: Timestamp
    /// The size of the terminal.
    public internal(set) var size: Size
    /// Who sits at the keyboard.
    public internal(set) var me: UserID
    /// Whether that is anybody with a link, who reads one draft and is no user of the server.
    public let isGuest: Bool
    /// The server, as the reader would name it.
    public let serverName: String
    /// Its address, for others to come to it; nil where nobody has said it.
    public var serverAddress: String?
    /// Where the reader is.
    public internal(set) var screen: Screen
    /// What lies over the screen, if anything.
    var overlay: Overlay?
    /// What the reader was told last.
    var notice: Notice?
    /// The drafts whose words are not shared while they are being written.
    var privateDrafts: Set<DraftID> = []
    /// Those whose words the reader has let be seen, where the settings keep words private; until the program ends.
    var sharedDrafts: Set<DraftID> = []
    /// A draft that the server was asked for and has not answered.
    var draftUnderway: NewDraft?
    /// What comes first in the list of drafts.
    var draftOrder = DraftOrder.changed
    /// The addresses of servers that were used from this machine, the last one first.
    public var recentServers: [String] = []
    /// Whether the last key was answered with the warning that leaving loses words.
    var hasWarnedOfLoss = false
    /// What was cut out and copied, whatever draft it came from.
    var killRing = KillRing()
    /// How many words a day the reader aims at.
    var goal: Int?
    /// Whether that was said at the screen, and is forgotten when the reader leaves.
    var isGoalOfSession = false
    /// How often the bell has rung.
    var bells = 0
    /// Changes whenever anything may look otherwise but the text that is being written and the line of keys.
    var backdropVersion = 0
    /// Whether the last message did nothing but change that text.
    var hasOnlyComposed = false
    /// Which keys mean what.
    public var keymap = Keymap.plain
    /// The beginning of a sequence of keys whose end is still to come.
    var keysBegun: [Key] = []
    /// The mode of the modal keymap, and what was typed of a command.
    var vi = ViMode()
    /// What was told, where the reader is told in plain lines.
    var linear: Linear?
    /// What is known of the spelling of words; nothing is looked at before the reader wants it.
    var spelling = Spelling()
    /// The language of the dictionaries, such as `en_GB`; nil is that of the user's locale.
    public var spellingLanguage: String?
    /// How the reader is called when the ring comes.
    public var notifications = Notifications()
    /// Whether the terminal has the keyboard; nil where it does not say.
    var hasFocus: Bool?
    /// How things are drawn.
    public internal(set) var theme: Theme
    /// What the reader has set.
    var preferences = Preferences(theme: .plain)
    /// How many columns a line of the manuscript takes at most.
    public var measure = 66
    /// Whether the manuscript says who wrote what.
    public var showsAuthors = true
    /// Makes the keys of commands.
    var random: RandomSource

    /// The places where the reader can be.
    public enum Screen: Sendable {
        /// The list of drafts.
        case library(Library)
        /// One draft.
        case editor(Editor)
    }

    /// What lies over a screen and takes the keys.
    enum Overlay: Equatable, Sendable {
        /// That page of the keys.
        case help(page: Int)
        case picker(HolderPicker)
        case prompt(Prompt)
        case palette(Palette)
        case spelling(SpellingMenu)
        /// A long text that waits for a word whether it is to be put in.
        case paste(String)
        /// How much was written; that many authors are above those that are shown.
        case statistics(scrolled: Int)
        /// The servers that were used, that one chosen.
        case servers(selection: Int)
        /// What is known of one segment.
        case details(SegmentDetails)
    }

    /// A program that has just started, at the library or, where `draft` is given, on its way into that draft.
    /// - Parameters:
    ///   - seed: makes the keys of commands; must differ from run to run.
    ///   - isGuest: whether the reader has come by a link; `me` is then the id of nobody.
    public static func started(
        me: UserID, serverName: String, size: Size, now: Timestamp, theme: Theme, seed: UInt64, draft: DraftID? = nil,
        privateDrafts: Set<DraftID> = [], isGuest: Bool = false
    ) -> (Model, [Effect]) {
        let screen: Screen = draft.map { .editor(Editor(id: $0)) } ?? .library(Library())
        var model = Model(
            now: now, size: size, me: me, isGuest: isGuest, serverName: serverName, screen: screen, theme: theme,
            random: RandomSource(seed: seed))
        model.privateDrafts = privateDrafts
        return (model, [draft.map { .openDraft($0) } ?? .loadDrafts])
    }
}

/// A sentence for the reader, shown until the next key.
struct Notice: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case info
        case warning
        /// About the link alone.
        case link
        /// About whose turn it is.
        case ring
    }

    let kind: Kind
    let text: String
}

extension Model {
    mutating func tell(_ text: String) {
        notice = Notice(kind: .info, text: text)
    }

    mutating func warn(_ text: String) {
        notice = Notice(kind: .warning, text: text)
    }

    /// Whether the reader may go. Words that neither a server nor a disk has are lost only after a warning and the same
    /// wish once more.
    mutating func mayLeave() -> Bool {
        guard case .editor(let editor) = screen, editor.journalFailure != nil, editor.hasWords, !hasWarnedOfLoss else {
            return true
        }
        hasWarnedOfLoss = true
        warn(Phrases.notOnDisk)
        return false
    }
}

extension Editor {
    /// Whether it has words that the server does not have.
    fileprivate var hasWords: Bool { !composer.isBlank || revising?.kept.isBlank == false || unsentCount > 0 }
}

/// A reproducible source of randomness (SplitMix64, Steele, Lea & Flood 2014), so that `update` stays a function.
struct RandomSource: RandomNumberGenerator, Equatable, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
