import CollabAPI
import DraftCore

/// A frame that has a place in the log, whatever else it says.
struct NumberedFrame: Decodable {
    let seq: Seq
    let hash: EventHash
}
