import Testing

@testable import DraftTUI

@Suite struct LineBufferTests {
    @Test func `lines come without what ends them, however the bytes are cut`() {
        let bytes = Array("one\r\ntwo\n\nthree 漢字".utf8)
        for cut in 0...bytes.count {
            var buffer = LineBuffer()
            let lines = buffer.take(bytes[..<cut]) + buffer.take(bytes[cut...])
            #expect(lines == ["one", "two", ""], "\(cut)")
            #expect(buffer.takeRest() == "three 漢字", "\(cut)")
        }
    }

    @Test(arguments: 0...3) func `a line that is too long comes in pieces, and no letter is cut`(_ shift: Int) {
        let text = String(repeating: "x", count: shift) + String(repeating: "漢", count: LineBuffer.limit / 3 + 10)
        var buffer = LineBuffer()
        var pieces: [String] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: 4096) {
            pieces += buffer.take(bytes[start..<min(start + 4096, bytes.count)])
        }
        #expect(pieces.count == 1)
        #expect(pieces.joined() + buffer.takeRest() == text)
    }
}
