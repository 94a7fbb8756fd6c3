import Glibc

/// The user's browser, where there is a screen to show it on.
enum Browser {
    /// `POSIX_SPAWN_SETSID` of glibc's <spawn.h>, a macro that is not visible here.
    private static let newSession: Int16 = 0x80

    /// Opens an address. One that nobody opens is on the terminal all the same, so nothing is said of a failure.
    static func open(_ address: String) {
        let variables = Environment.variables
        let hasScreen = ["DISPLAY", "WAYLAND_DISPLAY"].contains { !(variables[$0] ?? "").isEmpty }
        guard hasScreen, address.hasPrefix("https://") || address.hasPrefix("http://") else { return }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A browser that this starts outlives it.
        posix_spawnattr_setflags(&attributes, newSession)
        var process: pid_t = 0
        let words: [UnsafeMutablePointer<CChar>?] = [strdup("xdg-open"), strdup(address), nil]
        defer { for word in words { free(word) } }
        _ = posix_spawnp(&process, "xdg-open", &actions, &attributes, words, environ)
    }
}
