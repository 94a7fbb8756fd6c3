import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// How the themes look, and that they can be read.
@Suite struct ThemeTests {
    static let names = ["auto", "dark", "light", "high-contrast", "none"]

    @Test func `every theme has its name, and other names have none`() throws {
        for name in Self.names { #expect(Theme.named(name) != nil, "\(name)") }
        #expect(Theme.named("blue") == nil)
    }

    @Test(arguments: names) func `what a state means is never told by colour alone`(_ name: String) throws {
        let theme = try #require(Theme.named(name))
        for style in [theme.selected, theme.found, theme.current, theme.mine, theme.warning, theme.pending, theme.key] {
            #expect(style.attributes != theme.body.attributes)
        }
        #expect(theme.found.attributes != theme.current.attributes)
        #expect(theme.mine.attributes != theme.faint.attributes)
        #expect(theme.warning.attributes != theme.notice.attributes)
    }

    @Test func `without colours there is none`() {
        #expect(Theme.plain.foregrounds == [.terminal])
        #expect(Theme.plain.ground == nil)
    }

    @Test(
        arguments: [
            ("dark", 0x000000, 4.5), ("dark", 0x1E1E1E, 4.5), ("light", 0xFFFFFF, 4.5), ("light", 0xF0F0F0, 4.5),
            ("high-contrast", 0x000000, 7),
        ]
            as [(String, Int, Double)])
    func `text can be read upon the ground that a theme is for`(name: String, ground: Int, least: Double) throws {
        let theme = try #require(Theme.named(name))
        let paper = Luminance(ground)
        for color in theme.foregrounds {
            guard case .rgb(let red, let green, let blue) = color else { continue }
            let ratio = paper.contrast(with: Luminance(Int(red) << 16 | Int(green) << 8 | Int(blue)))
            #expect(ratio >= least, "\(color) upon \(ground): \(ratio)")
        }
    }

    @Test func `where contrast is high nothing is dim, and the ground is the theme's own`() {
        let theme = Theme.highContrast
        for style in theme.styles { #expect(!style.attributes.contains(.dim)) }
        #expect(
            theme.ground == Ground(ink: .rgb(red: 255, green: 255, blue: 255), paper: .rgb(red: 0, green: 0, blue: 0)))
    }

    @Test(arguments: names) func `a screen says the same in every theme`(_ name: String) throws {
        let theme = try #require(Theme.named(name))
        #expect(Self.searching(theme).screen == Self.searching(.plain).screen)
        try expectGolden(view(Self.searching(theme).model), "theme-\(name)-80x24")
    }

    /// A screen with most styles: text on its way, a warning, a search, names.
    private static func searching(_ theme: Theme) -> Stage {
        var stage = Stage(columns: 80, rows: 24, theme: theme)
        let texts = ["The lamp had been dark.", "Ben found the letter.", "Nobody lit the lamp."]
        for (index, text) in texts.enumerated() {
            let segment = SegmentID("5f0c3f0e-6f0b-4a58-9d35-3d2a4a6e9c0\(index)")!
            stage.happens(.append(segment, content: text), by: ada)
        }
        stage.opens()
        stage.type("It was addressed to the light.")
        stage.press(.control("s"))
        stage.type("And so")
        stage.tell(.link(.offline("no answer")))
        stage.press(.control("f"))
        stage.type("lamp")
        return stage
    }
}

extension Theme {
    fileprivate var styles: [Style] {
        [title, rule, body, pending, faint, mine, notice, warning, key, selected, found, current]
    }

    fileprivate var foregrounds: Set<Color> { Set(styles.map(\.foreground) + authors) }
}

/// How light a colour is (WCAG 2.2, relative luminance).
private struct Luminance {
    let value: Double

    init(_ color: Int) {
        func part(_ shift: Int) -> Double {
            let level = Double(color >> shift & 0xFF) / 255
            return level <= 0.04045 ? level / 12.92 : Self.power((level + 0.055) / 1.055)
        }
        value = 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    }

    func contrast(with other: Luminance) -> Double {
        (max(value, other.value) + 0.05) / (min(value, other.value) + 0.05)
    }

    /// `base` to the power of 2.4 = 12/5: its fifth root by Newton's method, to the twelfth.
    private static func power(_ base: Double) -> Double {
        var root = 1.0
        for _ in 0..<40 { root -= (root * root * root * root * root - base) / (5 * root * root * root * root) }
        return (0..<12).reduce(1.0) { product, _ in product * root }
    }
}
