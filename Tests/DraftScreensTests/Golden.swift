import CellGrid
import Foundation
import Testing

/// Compares a frame with the picture kept under `Goldens/`; `RECORD=1` draws the pictures anew.
func expectGolden(_ frame: Frame, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
    let file = folder.appending(path: name + ".golden")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        try frame.golden.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    let kept = try String(contentsOf: file, encoding: .utf8)
    #expect(frame.golden == kept, "the screen differs from \(name).golden", sourceLocation: sourceLocation)
}
