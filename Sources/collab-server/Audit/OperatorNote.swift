import DraftCore
import DraftStorage
import Glibc

extension AuditNote {
    /// What the operator who runs this process does to the server or its store.
    static func administration(_ action: String, subject: String? = nil) -> AuditNote {
        AuditNote(
            .administration, AuditFacts(action: action, subject: subject, origin: "operator \(loginName)"),
            at: WallClock.system.now())
    }

    private static var loginName: String {
        guard let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name else { return "uid \(geteuid())" }
        return SafeText.escaped(String(cString: name), for: .line)
    }
}
