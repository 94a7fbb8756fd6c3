import CollabAPI

extension EncodedFrame {
    /// A message of the server.
    init(message: ServerMessage) {
        do throws(WireError) {
            self.init(text: try WireCoding.encode(message))
        } catch {
            // Every message is made of strings and numbers, which JSON holds; an empty frame would be a broken promise
            // but no broken server.
            self.init(text: [])
        }
    }
}
