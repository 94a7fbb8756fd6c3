import CellGrid
import Testing

@testable import DraftScreens
@testable import DraftTUI

/// What the keymaps bind against what the terminal's bytes come to.
@Suite struct KeymapKeysTests {
    private static let bound = Set(Keymap.all.flatMap { $0.keys.values.joined() }.flatMap(\.keys))

    /// Everything that the decoder makes of bytes and of the sequences that are defined for ncurses.
    private static let decoded: Set<Key> = {
        var keys: Set<Key> = []
        for byte in (0x00 as UInt8)...0x7E {
            keys.formUnion(read([.scalar(Unicode.Scalar(byte))]))
            keys.formUnion(read([.scalar("\u{1B}"), .scalar(Unicode.Scalar(byte))]))
        }
        keys.formUnion(read([.scalar("\u{7F}")]) + read([.scalar("\u{1B}"), .scalar("\u{7F}")]))
        for key in Key.finalBytes.map(\.key) + Key.numbers.map(\.key) {
            for bits in UInt8(0)..<8 where bits == 0 || key.modifiers.isEmpty {
                let modified = Key(key.code, key.modifiers.union(Key.Modifiers(rawValue: bits)))
                keys.formUnion(read([.key(modified)]))
            }
        }
        return keys
    }()

    private static func read(_ codes: [KeyCode]) -> [Key] {
        var decoder = KeyDecoder()
        for code in codes { decoder.take(code) }
        return decoder.flush().compactMap { if case .key(let key) = $0 { key } else { nil } }
    }

    @Test func `every key that can be bound is one that a terminal sends`() {
        for key in Self.bound where key.reasonNotSent == nil {
            #expect(Self.decoded.contains(key), "\(key.spelling)")
        }
    }

    @Test func `every key that a terminal sends can be bound`() {
        for key in Self.decoded where key.code != .escape { #expect(key.reasonNotSent == nil, "\(key.spelling)") }
        for key in Self.decoded { #expect(Key(spelled: key.spelling) == key, "\(key.spelling)") }
    }
}
