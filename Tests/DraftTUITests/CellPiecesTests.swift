import CellGrid
import Glibc
import Testing

@testable import DraftTUI

@Suite struct CellPiecesTests {
    init() {
        // The widths that the C library knows belong to an encoding.
        setlocale(LC_CTYPE, "C.UTF-8")
    }

    @Test(
        arguments: [
            ("a", ["a"]), ("漢", ["漢"]), ("e\u{301}", ["e\u{301}"]), ("é", ["é"]), ("─", ["─"]),
            ("\u{301}", ["\u{25CC}\u{301}"]), ("🇩🇪", ["🇩", "🇪"]), ("👩‍👩‍👧", ["👩"]), ("👍🏽", ["👍"]), ("❤\u{FE0F}", ["❤", " "]),
            ("1\u{FE0F}\u{20E3}", ["1\u{20E3}", " "]),
        ] as [(String, [String])])
    func `a glyph is cut into one spacing character each`(text: String, pieces: [String]) throws {
        #expect(try self.pieces(text) == pieces)
    }

    @Test func `no piece is longer than ncurses keeps`() throws {
        let pieces = try pieces("a" + String(repeating: "\u{301}", count: 9))
        #expect(pieces == ["a" + String(repeating: "\u{301}", count: 4)])
    }

    @Test(arguments: ["a漢字👩‍👩‍👧🇩🇪e\u{301}", "नीति ไทย 한글", "a\u{1B}\u{202E}\u{FFFF}\t", "☎\u{FE0F}☎👨🏿‍🦰🏴‍☠️"])
    func `the pieces of a row take exactly its columns`(text: String) {
        var grid = Grid(size: Size(columns: 40, rows: 1))
        grid.write(text, at: .origin)
        for cell in grid.row(0) where !cell.isContinuation {
            let columns = CellPieces(cell).reduce(0) { $0 + width($1) }
            #expect(columns == cell.columns, "\(cell.glyph)")
        }
    }

    @Test func `every piece ends with zero`() throws {
        let cell = try cell("e\u{301}")
        #expect(Array(CellPieces(cell)) == [[0x65, 0x301, 0]])
    }

    private func pieces(_ text: String) throws -> [String] {
        CellPieces(try cell(text)).map { piece in
            String(String.UnicodeScalarView(piece.dropLast().compactMap { Unicode.Scalar(UInt32(bitPattern: $0)) }))
        }
    }

    /// The first cell of a row with this text.
    private func cell(_ text: String) throws -> Cell {
        var grid = Grid(size: Size(columns: 12, rows: 1))
        grid.write(text, at: .origin)
        return try #require(grid.cell(at: .origin))
    }

    /// The columns that ncurses counts; a piece of no column or several characters of some would break its row.
    private func width(_ piece: [wchar_t]) -> Int {
        let widths = piece.dropLast().map { scalar in
            Unicode.Scalar(UInt32(bitPattern: scalar)).map { CellWidth.columns(of: Character($0)) } ?? 0
        }
        return widths.first ?? 0
    }
}
