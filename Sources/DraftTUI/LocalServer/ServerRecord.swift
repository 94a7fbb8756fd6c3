import CollabAPI
import CollabClient
import FoundationEssentials

/// How the editors of one user find the server that one of them has started: `server.json`, for this user's eyes alone.
struct ServerRecord: Codable, Equatable {
    let url: String
    let pid: Int32
    /// What the server calls itself; a server with another answer at the same address is not ours.
    let instanceID: String

    enum CodingKeys: String, CodingKey {
        case url, pid
        case instanceID = "instance_id"
    }

    /// The port of the address.
    var port: Int? { url.split(separator: ":").last.flatMap { Int($0) } }

    static func path(in folder: String) -> String { folder + "/server.json" }

    /// What stands there; nil where there is nothing, or nothing that can be read.
    static func read(in folder: String) -> ServerRecord? {
        guard let bytes = try? Data(contentsOf: URL(filePath: path(in: folder))) else { return nil }
        return try? WireCoding.decode(ServerRecord.self, from: bytes)
    }

    /// Puts it in the place of what stands there, whole or not at all; for whoever holds the lock of the local server.
    func write(in folder: String) throws(CommandFailure) {
        let bytes: Data
        do throws(WireError) {
            bytes = try WireCoding.encode(self)
        } catch {
            throw .files("The address of the local server cannot be kept.")
        }
        do throws(WholeFile.Failure) {
            try WholeFile(path: Self.path(in: folder)).replace(with: bytes)
        } catch {
            throw .files("The file \(error.path) cannot be written: \(describe(error.code)).")
        }
    }
}
