extension Int {
    /// The number with a noun, which gets its plural where there is not one: `1 draft`, `2 drafts`, `0 entries`.
    func counted(_ noun: String, plural: String? = nil) -> String {
        self == 1 ? "1 \(noun)" : "\(self) \(plural ?? noun + "s")"
    }
}
