import CollabTesting
import Foundation
import Glibc
import Testing

/// The terminal that other tests look through loses nothing.
struct RawTerminalTests {
    @Test func `what is stopped and continued from outside goes on`() async throws {
        let raw = try RawTerminal("echo one; read answer; echo \"two $answer\"", in: try Home(), terminal: "xterm")
        try await raw.sends("one\r\n")
        let shell = raw.process.processIdentifier
        kill(shell, SIGSTOP)
        try await eventually("the shell is stopped") {
            try String(contentsOfFile: "/proc/\(shell)/stat", encoding: .utf8).contains(") T ")
        }
        kill(shell, SIGCONT)
        raw.send("three\n")
        try await raw.ended()
        #expect(raw.bytes == "one\r\nthree\r\ntwo three\r\n")
    }

    @Test func `all that was sent before the end is there`() async throws {
        let raw = try RawTerminal("stty size; seq 20000", in: try Home(), terminal: "xterm", columns: 123)
        try await raw.ended()
        #expect(raw.bytes == (["24 123"] + (1...20_000).map { "\($0)" }).map { $0 + "\r\n" }.joined())
        #expect(raw.process.exitCode == 0)
    }
}
