/// What of a setting is nobody's business.
enum Secrecy {
    private static let mask = "***"

    /// A URL without the password that it may have before its host or in its query.
    static func withoutPassword(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let query = url[scheme.upperBound...].firstIndex(of: "?") ?? url.endIndex
        let head = url[scheme.upperBound..<query]
        let authority = head.prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else {
            return url[..<query] + fields(url[query...])
        }
        let user = authority[..<at].prefix { $0 != ":" }
        let password = user.endIndex < at ? ":" + mask : ""
        return url[..<scheme.upperBound] + user + password + head[at...] + fields(url[query...])
    }

    private static func fields(_ query: Substring) -> String {
        query.split(separator: "&", omittingEmptySubsequences: false).map { field in
            let name = field.prefix { $0 != "=" }
            return name.lowercased().contains("password") && name.endIndex < field.endIndex ? name + "=" + mask : field
        }.joined(separator: "&")
    }
}
