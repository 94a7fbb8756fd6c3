import CellGrid
import CollabClient
import Dispatch
import DraftCore
import DraftScreens
import Glibc

// The writer's own editor, while the link lives on.
extension Runtime {
    /// Tells of texts that were in another editor when this program was killed.
    nonisolated func tellOfLeftovers(in folders: Folders) {
        guard let path = OutsideEditor.leftovers(in: folders.outside).first else { return }
        continuation.yield(.message(.requestFailed("A text that was in another editor is in \(path).")))
    }

    func editOutside(_ text: String) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            continuation.yield(.editedOutside(.failed("Your own editor needs a terminal."), file: nil))
            return
        }
        let editing = OutsideEditor(folder: place.folders.outside, variables: Environment.variables)
        isOutside = true
        open?.session.share(presence: .here)
        // A thread of its own and no task: nothing that ends the program waits for the other one.
        DispatchQueue(label: "draft.outside").async { [terminal, continuation] in
            terminal.lend()
            let signal: Signal
            do throws(CommandFailure) {
                let outcome = try editing.edit(text)
                signal = .editedOutside(.edited(outcome.text), file: outcome.path)
            } catch {
                signal = .editedOutside(.failed(error.message), file: nil)
            }
            terminal.takeBack()
            continuation.yield(signal)
        }
    }

    /// Takes in what the other editor has left. Its file goes when the words are in the journal, and not before: a program
    /// that ends meanwhile, or cannot write, leaves it to be found.
    func take(_ result: OutsideEdit, of file: String?, _ tasks: inout DiscardingTaskGroup) async {
        isOutside = false
        await tell(.editedOutside(result), &tasks)
        guard let file, await open?.session.keep() == true else { return }
        unlink(file)
    }
}
