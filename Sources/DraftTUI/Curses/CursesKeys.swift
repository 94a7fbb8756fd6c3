import CNcurses
import CellGrid
import Glibc

/// Reads the keyboard through a pad of one cell: reading from the screen's window would paint it, behind the painter's back.
///
/// By bytes, because ncurses' own reading of characters forgets one whose bytes come in two pieces.
struct CursesKeys {
    private let pad: UnsafeMutablePointer<WINDOW>
    private let defined: DefinedKeys
    private var partial = mbstate_t()

    /// nil if ncurses has no memory.
    init?() {
        guard let pad = newpad(1, 1) else { return nil }
        self.pad = pad
        keypad(pad, true)
        nodelay(pad, true)
        defined = DefinedKeys()
    }

    /// Takes in what can be read at once, up to a limit, and returns how much it was.
    mutating func read(into decoder: inout KeyDecoder, limit: Int) -> Int {
        var count = 0
        while count < limit {
            let code = wgetch(pad)
            if code == ERR { break }
            count += 1
            if let byte = UInt8(exactly: code) {
                take(byte, into: &decoder)
            } else if code != KEY_RESIZE {
                decoder.take(defined.code(code))
            }
        }
        return count
    }

    private mutating func take(_ byte: UInt8, into decoder: inout KeyDecoder) {
        var byte = CChar(bitPattern: byte)
        var character: wchar_t = 0
        let isFirst = mbsinit(&partial) != 0
        // Returned as sizes, -1 and -2 mean invalid and incomplete.
        switch mbrtowc(&character, &byte, 1, &partial) {
        case -1:
            partial = mbstate_t()
            decoder.take(.scalar("\u{FFFD}"))
            // What breaks off a character may begin the next one.
            if !isFirst { take(UInt8(bitPattern: byte), into: &decoder) }
        case -2: break
        default: decoder.take(Unicode.Scalar(UInt32(bitPattern: character)).map(KeyCode.scalar) ?? .unknown)
        }
    }
}

/// What the numbers of ncurses mean. The sequences of xterm have numbers of our own, because the terminal database gives
/// them different ones by terminal, or does not know them.
private struct DefinedKeys {
    private static let firstNumber: Int32 = 4096
    private var codes: [KeyCode] = []

    init() {
        define("[200~", .pasteBegins)
        define("[201~", .pasteEnds)
        define("[<", .mouse)
        define("[I", .focus(true))
        define("[O", .focus(false))
        for (byte, key) in Key.finalBytes {
            define("[\(byte)", .key(key))
            if key.modifiers.isEmpty { defineModified(key) { "[1;\($0)\(byte)" } }
        }
        for (number, key) in Key.numbers {
            define("[\(number)~", .key(key))
            defineModified(key) { "[\(number);\($0)~" }
        }
    }

    func code(_ number: Int32) -> KeyCode {
        let index = Int(number) - Int(Self.firstNumber)
        if codes.indices.contains(index) { return codes[index] }
        return Key(ncurses: number).map(KeyCode.key) ?? .unknown
    }

    private mutating func define(_ sequence: String, _ code: KeyCode) {
        define_key("\u{1B}" + sequence, Self.firstNumber + Int32(codes.count))
        codes.append(code)
    }

    /// xterm's parameter is one more than the modifiers' bits, which are those of `Key.Modifiers`; 8 is Meta.
    private mutating func defineModified(_ key: Key, _ sequence: (Int) -> String) {
        for bits in UInt8(1)..<8 {
            define(sequence(Int(bits) + 1), .key(Key(key.code, Key.Modifiers(rawValue: bits))))
        }
    }
}

extension Key {
    /// A key by its number in ncurses, which is how keys arrive that the terminal's description names.
    fileprivate init?(ncurses number: Int32) {
        switch number {
        case KEY_F0 + 1...KEY_F0 + 63: self = .function(Int(number - KEY_F0))
        case KEY_SUSPEND: self = .control("z")
        default:
            guard let key = Self.byNumber[number] else { return nil }
            self = key
        }
    }

    private static let byNumber: [Int32: Key] = [
        KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right,
        KEY_HOME: .home, KEY_END: .end, KEY_LL: .end, KEY_NPAGE: .pageDown, KEY_PPAGE: .pageUp,
        KEY_A1: .home, KEY_A3: .pageUp, KEY_C1: .end, KEY_C3: .pageDown,
        KEY_IC: .insert, KEY_DC: .delete, KEY_BACKSPACE: .backspace, KEY_ENTER: .enter, KEY_BTAB: .backtab,
        KEY_SR: Key(.up, .shift), KEY_SF: Key(.down, .shift), KEY_SLEFT: Key(.left, .shift),
        KEY_SRIGHT: Key(.right, .shift), KEY_SHOME: Key(.home, .shift), KEY_SEND: Key(.end, .shift),
        KEY_SNEXT: Key(.pageDown, .shift), KEY_SPREVIOUS: Key(.pageUp, .shift),
        KEY_SDC: Key(.delete, .shift), KEY_SIC: Key(.insert, .shift),
    ]
}
