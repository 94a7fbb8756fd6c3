import Foundation

/// The files of this repository, found from where this one stands.
enum Repository {
    /// Symbolic links are followed first: a package that borrows these tests is not the one they are about.
    static let root: URL = {
        var folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            let isRoot = ["Package.swift", "Sources/DraftCore"].allSatisfy {
                FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
            }
            if isRoot { return folder }
            folder.deleteLastPathComponent()
        }
        preconditionFailure("no package is above \(#filePath)")
    }()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// The names of what lies directly in `folder`, sorted.
    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
            .filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The paths of all files with that extension below `folder`, sorted.
    static func files(in folder: String, withExtension ext: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
            .filter { $0.hasSuffix("." + ext) }.sorted().map { folder + "/" + $0 }
    }

    /// Every Swift file in `Sources`; read once, for many tests look at all of them.
    static let sources: [SwiftSource] = {
        let paths = try! files(in: "Sources", withExtension: "swift")
        return paths.map { SwiftSource(path: $0, text: try! text($0)) }
    }()
}
