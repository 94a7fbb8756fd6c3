import CellGrid
import Testing

@Suite struct GoldenTests {
    @Test func `a plain grid shows its rows alone`() {
        var grid = Grid(size: Size(columns: 6, rows: 2))
        grid.write("漢 e\u{301}", at: .origin)
        #expect(grid.golden == "|漢 e\u{301}  |\n|      |\n")
    }

    @Test func `styles are lettered in order and explained`() {
        var grid = Grid(size: Size(columns: 6, rows: 2))
        grid.write("ab", at: .origin, style: .bold)
        grid.write("漢", at: Point(column: 2, row: 1), style: .color(.red).on(.palette(200)).with([.dim, .italic]))
        grid.write(
            "c", at: Point(column: 5, row: 1),
            style: Style(foreground: .rgb(red: 1, green: 2, blue: 3), attributes: .reverse))
        #expect(
            grid.golden == """
                |ab    |
                |  漢 c|
                |aa....|
                |..bb.c|
                a: bold
                b: red on palette 200 dim italic
                c: rgb 1 2 3 reverse

                """)
    }

    @Test func `a frame names its size, cursor and title`() {
        let grid = Grid(size: Size(columns: 2, rows: 1))
        #expect(Frame(grid: grid).golden == "2×1\n|  |\n")
        let frame = Frame(grid: grid, cursor: Point(column: 1, row: 0), title: "a\u{1B}")
        #expect(frame.golden == "2×1, cursor at column 1, row 0, titled \"a\\u{1B}\"\n|  |\n")
    }
}
