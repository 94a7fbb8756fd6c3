import FoundationEssentials
import Glibc

/// What this process uses of its machine.
struct ProcessUsage: Sendable {
    let cpuSeconds: Double
    let residentBytes: Double?
    let openFiles: Double?

    static func now() -> ProcessUsage {
        ProcessUsage(cpuSeconds: cpuTime(), residentBytes: residentMemory(), openFiles: descriptorCount())
    }

    private static func cpuTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The second field of `statm`, in pages.
    private static func residentMemory() -> Double? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
        else { return nil }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func descriptorCount() -> Double? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var count = -3.0  // the folder itself, and the one above it, and the descriptor that reads
        while readdir(folder) != nil { count += 1 }
        return count
    }
}
