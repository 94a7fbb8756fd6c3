import CellGrid

/// What ncurses reads from the terminal, one piece at a time.
enum KeyCode: Equatable {
    case scalar(Unicode.Scalar)
    case key(Key)
    case pasteBegins
    case pasteEnds
    /// The head of a mouse report; its numbers follow as scalars.
    case mouse
    case focus(Bool)
    case unknown
}

/// Puts pieces together to inputs: typed characters to clusters, an escape and a key to Alt, reports, pastes.
struct KeyDecoder {
    private enum State: Equatable {
        case ground
        case escape
        /// Inside a control sequence that the terminal's description does not know: all of it is dropped.
        case unknownSequence(length: Int)
        /// ESC O, the head of the keys of an application keypad.
        case singleShift
        case mouse(String)
        case paste
    }

    private var state = State.ground
    private var typed = ""
    private var pasted = String.UnicodeScalarView()
    private var inputs: [Input] = []

    /// Whether a paste has begun whose end is still to come.
    var isPasting: Bool { state == .paste }

    mutating func take(_ code: KeyCode) {
        switch (state, code) {
        case (.paste, .pasteEnds): endPaste()
        case (.paste, .scalar(let scalar)): pasted.append(scalar)
        case (.paste, _): break
        case (_, .pasteBegins):
            endTyping()
            state = .paste
        case (.mouse(let report), .scalar(let scalar)): takeMouse(report, scalar)
        case (.escape, .scalar(let scalar)): takeEscaped(scalar)
        case (.escape, .key(let key)): press(Key(key.code, key.modifiers.union(.alt)))
        case (.singleShift, .scalar(let scalar)): takeShifted(scalar)
        case (.unknownSequence(let length), .scalar(let scalar)): skip(scalar, length: length)
        case (_, .scalar(let scalar)): takePlain(scalar)
        case (_, .key(let key)): press(key)
        case (_, .mouse):
            endTyping()
            state = .mouse("")
        case (_, .focus(let focused)): send(.focus(focused))
        case (_, .pasteEnds), (_, .unknown): state = .ground
        }
    }

    /// The inputs that are complete, when the terminal has nothing more to read at the moment.
    mutating func flush() -> [Input] {
        switch state {
        case .escape: press(.escape)
        case .singleShift: press(.alt("O"))
        case .unknownSequence(length: 0): press(.alt("["))
        case .ground, .unknownSequence, .mouse, .paste: endTyping()
        }
        defer { inputs = [] }
        return inputs
    }

    /// Takes a paste as complete whose end did not come.
    mutating func abandonPaste() {
        if isPasting { endPaste() }
    }
}

extension KeyDecoder {
    private mutating func takePlain(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x1B:
            endTyping()
            state = .escape
        case 0x00...0x1F, 0x7F: press(Key(control: scalar))
        case 0x80...0x9F: break
        default: typed.unicodeScalars.append(scalar)
        }
    }

    private mutating func takeEscaped(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\u{1B}":
            press(.escape)
            state = .escape
        case "[": state = .unknownSequence(length: 0)
        case "O": state = .singleShift
        case _ where scalar.value < 0x20 || scalar.value == 0x7F:
            let key = Key(control: scalar)
            press(Key(key.code, key.modifiers.union(.alt)))
        case _ where (0x80...0x9F).contains(scalar.value): state = .ground
        default: press(.alt(Character(scalar)))
        }
    }

    private mutating func takeShifted(_ scalar: Unicode.Scalar) {
        if let key = Key(finalByte: scalar) {
            press(key)
        } else {
            press(.alt("O"))
            takePlain(scalar)
        }
    }

    private mutating func skip(_ scalar: Unicode.Scalar, length: Int) {
        // A key of a terminal in normal cursor mode has no parameters.
        if length == 0, let key = Key(finalByte: scalar) {
            press(key)
        } else if scalar == "\u{1B}" {
            state = .escape
        } else if (0x40...0x7E).contains(scalar.value) || scalar.value < 0x20 || length > 32 {
            state = .ground
        } else {
            state = .unknownSequence(length: length + 1)
        }
    }

    private mutating func takeMouse(_ report: String, _ scalar: Unicode.Scalar) {
        switch scalar {
        case "M", "m":
            state = .ground
            if let mouse = Mouse(report: report, pressed: scalar == "M") { inputs.append(.mouse(mouse)) }
        case "0"..."9", ";":
            state = report.utf8.count < 32 ? .mouse(report + String(scalar)) : .ground
        default:
            state = .ground
        }
    }

    private mutating func press(_ key: Key) {
        send(.key(key))
    }

    private mutating func send(_ input: Input) {
        endTyping()
        state = .ground
        inputs.append(input)
    }

    private mutating func endTyping() {
        inputs += typed.map { .key(.character($0)) }
        typed = ""
    }

    /// Terminals send the line breaks of a paste as they send Enter.
    private mutating func endPaste() {
        let lines = String(pasted).split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\r" || $0 == "\n" }
        pasted = String.UnicodeScalarView()
        send(.paste(lines.joined(separator: "\n")))
    }
}
