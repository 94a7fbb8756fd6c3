import CellGrid

extension Key {
    /// The key that sends a C0 control or DEL.
    init(control scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x00: self = .control(" ")
        case 0x08, 0x7F: self = .backspace
        case 0x09: self = .tab
        case 0x0D: self = .enter
        case 0x1B: self = .escape
        case 0x01...0x1A: self = .control(Character(Unicode.Scalar(UInt8(scalar.value) + 0x60)))
        default: self = .control(Character(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value) ^ 0x40)))
        }
    }

    /// The key of `ESC [` or `ESC O` and this final byte.
    init?(finalByte: Unicode.Scalar) {
        guard let key = Self.finalBytes.first(where: { $0.byte == finalByte })?.key else { return nil }
        self = key
    }

    /// The keys that xterm and what follows it send as `ESC [ 1 ; modifiers byte`.
    static let finalBytes: [(byte: Unicode.Scalar, key: Key)] = [
        ("A", .up), ("B", .down), ("C", .right), ("D", .left), ("H", .home), ("F", .end),
        ("P", .function(1)), ("Q", .function(2)), ("R", .function(3)), ("S", .function(4)), ("Z", .backtab),
    ]

    /// The keys that are sent as `ESC [ number ; modifiers ~`.
    static let numbers: [(number: Int, key: Key)] = [
        (1, .home), (2, .insert), (3, .delete), (4, .end), (5, .pageUp), (6, .pageDown), (7, .home), (8, .end),
        (11, .function(1)), (12, .function(2)), (13, .function(3)), (14, .function(4)), (15, .function(5)),
        (17, .function(6)), (18, .function(7)), (19, .function(8)), (20, .function(9)), (21, .function(10)),
        (23, .function(11)), (24, .function(12)),
    ]
}

extension Mouse {
    /// Reads `button;column;row` of an SGR report, nil if it says nothing that is used.
    init?(report: String, pressed: Bool) {
        let numbers = report.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 3, let code = numbers[0], let column = numbers[1], let row = numbers[2],
            column > 0, row > 0, let action = Action(code: code, pressed: pressed)
        else { return nil }
        var modifiers: Key.Modifiers = []
        if code & 4 != 0 { modifiers.insert(.shift) }
        if code & 8 != 0 { modifiers.insert(.alt) }
        if code & 16 != 0 { modifiers.insert(.control) }
        self.init(action, at: Point(column: column - 1, row: row - 1), modifiers: modifiers)
    }
}

extension Mouse.Action {
    fileprivate init?(code: Int, pressed: Bool) {
        let button: Mouse.Button
        switch code & ~(4 | 8 | 16 | 32) {
        case 0: button = .left
        case 1: button = .middle
        case 2: button = .right
        case 64:
            self = .scrollUp
            return
        case 65:
            self = .scrollDown
            return
        default: return nil
        }
        self = !pressed ? .release(button) : code & 32 != 0 ? .drag(button) : .press(button)
    }
}
