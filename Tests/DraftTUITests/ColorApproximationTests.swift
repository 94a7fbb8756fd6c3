import CellGrid
import Testing

@testable import DraftTUI

@Suite struct ColorApproximationTests {
    @Test(
        arguments: [
            (.terminal, nil), (.red, 1), (.brightBlack, 8), (.palette(255), 255),
            (.rgb(red: 255, green: 0, blue: 0), 196), (.rgb(red: 0, green: 0, blue: 0), 16),
            (.rgb(red: 255, green: 255, blue: 255), 231), (.rgb(red: 128, green: 128, blue: 128), 244),
            (.rgb(red: 95, green: 135, blue: 175), 67), (.rgb(red: 200, green: 60, blue: 60), 167),
        ] as [(Color, Int?)])
    func `with 256 colours the theme stays and the rest is the nearest`(color: Color, index: Int?) {
        #expect(ColorApproximation(count: 256).index(of: color) == index)
    }

    @Test(
        arguments: [
            (.terminal, nil), (.red, 1), (.brightBlack, nil), (.palette(9), 1), (.palette(196), 1), (.palette(231), 7),
            (.palette(16), 0), (.rgb(red: 255, green: 0, blue: 0), 1), (.rgb(red: 0, green: 190, blue: 0), 2),
            (.rgb(red: 240, green: 240, blue: 240), 7),
        ] as [(Color, Int?)])
    func `with eight colours bright ones become plain and the rest the nearest`(color: Color, index: Int?) {
        #expect(ColorApproximation(count: 8).index(of: color) == index)
    }

    @Test func `with 16 colours the bright ones stay`() {
        let approximation = ColorApproximation(count: 16)
        #expect(approximation.index(of: .brightBlack) == 8)
        #expect(approximation.index(of: .palette(196)) == 9)
    }

    @Test(
        arguments: [
            (.red, 1), (.palette(7), 7), (.brightBlack, 0x7F7F7F), (.palette(196), 0xFF0000),
            (.rgb(red: 1, green: 2, blue: 3), 0x010203), (.rgb(red: 0, green: 0, blue: 5), 8), (.terminal, nil),
        ] as [(Color, Int?)])
    func `direct colours are named by their parts, but for the first eight`(color: Color, index: Int?) {
        #expect(ColorApproximation(count: 1 << 24).index(of: color) == index)
    }

    @Test(arguments: [-1, 0, 2], [.red, .palette(200), .rgb(red: 1, green: 2, blue: 3)] as [Color])
    func `a terminal with fewer has none`(count: Int, color: Color) {
        #expect(ColorApproximation(count: count).index(of: color) == nil)
    }

    @Test(arguments: [8, 16, 88, 256])
    func `no colour is one that the terminal lacks`(count: Int) {
        let approximation = ColorApproximation(count: count)
        for index in UInt8.min ... .max {
            for color in [Color.palette(index), .rgb(red: index, green: 255 - index, blue: index ^ 0x55)] {
                // Of eight colours, bright black has none.
                let isNone = count == 8 && color == .brightBlack
                #expect((0..<count).contains(approximation.index(of: color) ?? -1) != isNone, "\(color)")
            }
        }
    }
}
