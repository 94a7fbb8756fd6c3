import CellGrid
import CollabClient
import Dispatch
import DraftCore
import DraftScreens

// The writer's own editor, while the link lives on.
extension Runtime {
    /// Tells of texts that were in another editor when this program was killed.
    nonisolated func tellOfLeftovers(in folders: Folders) {
        guard let path = OutsideEditor.leftovers(in: folders.outside).first else { return }
        continuation.yield(.message(.requestFailed("A text that was in another editor is in \(path).")))
    }

    func editOutside(_ text: String) {
        let editing = OutsideEditor(folder: place.folders.outside, variables: Environment.variables)
        isOutside = true
        open?.session.share(presence: .here)
        // A thread of its own and no task: nothing that ends the program waits for the other one.
        DispatchQueue(label: "draft.outside").async { [terminal, continuation] in
            terminal.lend()
            let result: OutsideEdit
            do throws(CommandFailure) {
                result = .edited(try editing.edit(text))
            } catch {
                result = .failed(error.message)
            }
            terminal.takeBack()
            continuation.yield(.message(.editedOutside(result)))
        }
    }
}
