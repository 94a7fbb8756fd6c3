import CellGrid
import DraftCore

/// Where the parts of the editor stand. From 100 columns on there is a pane at the side.
struct EditorLayout: Equatable {
    static let paneColumns = 25
    static let paneFrom = 100
    private static let liveRows = 3

    let header: Rect
    let manuscript: Rect
    let pane: Rect?
    /// The line between manuscript and composer, where notices stand.
    let divider: Rect
    /// The holder's words, where somebody else holds the ring.
    let live: Rect
    /// The text that is being written.
    let composerText: Rect
    let keys: Rect

    /// How wide the lines of the composer are.
    static func textColumns(_ size: Size) -> Int {
        max(1, size.columns - 4)
    }

    init(_ size: Size, _ editor: Editor, me: UserID) {
        let screen = Rect(size: size)
        let (header, belowHeader) = screen.split(top: editor.isFocused ? 0 : 2)
        let (body, keys) = belowHeader.split(bottom: 1)
        let isWatching = editor.replica != nil && !editor.holds(me)
        let liveRows = isWatching ? min(Self.liveRows, max(1, size.rows / 8)) : 0
        let lines = ComposerLayout(editor.composer, columns: Self.textColumns(size)).lineCount
        let textRows = max(2, min(lines, max(2, body.size.rows / 3)))
        let (upper, lower) = body.split(bottom: liveRows + textRows + 1)
        let (divider, composer) = lower.split(top: 1)
        let (live, text) = composer.split(top: liveRows)
        self.header = header
        self.keys = keys
        self.divider = divider
        self.live = live
        composerText = text.inset(left: 3, right: 1)
        if size.columns >= Self.paneFrom, !editor.isFocused {
            let parts = upper.split(right: Self.paneColumns + 1)
            manuscript = parts.rest
            pane = parts.right
        } else {
            manuscript = upper
            pane = nil
        }
    }
}
