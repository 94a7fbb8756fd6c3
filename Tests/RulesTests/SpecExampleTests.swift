import CollabAPI
import Foundation
import Testing

/// Every example of `docs/openapi.yaml` is read and written again by the types that the server and the client use, and
/// the schemas have the fields that come out.
@Suite struct SpecExampleTests {
    private static let bodies: [String: @Sendable (Data) throws -> Data] = [
        "CreateDraft": again(CreateBody.self), "UpdateDraft": again(UpdateBody.self), "Append": again(AppendBody.self),
        "Revise": again(ReviseBody.self), "Pass": again(PassBody.self), "SmartPass": again(SmartPassBody.self),
        "Reclaim": again(KeyBody.self), "AddCollaborator": again(CollaboratorBody.self),
        "PresenceReport": again(PresenceReportBody.self), "Draft": again(DataBody<DraftBody>.self),
        "DraftList": again(DraftListAnswer.self), "SegmentReceipt": again(DataBody<ReceiptBody>.self),
        "RingReceipt": again(DataBody<ReceiptBody>.self), "SmartPassReceipt": again(SmartPassAnswer<ReceiptBody>.self),
        "AuditPage": again(AuditAnswer.self), "EventsPage": again(EventsAnswer.self),
        "EventsReset": again(EventsAnswer.self), "Connected": again(ServerMessage.self),
        "Reset": again(ServerMessage.self), "PresenceMessage": again(ServerMessage.self),
        "TypingMessage": again(ServerMessage.self), "Pong": again(ServerMessage.self),
        "SocketError": again(ServerMessage.self), "Health": again(HealthBody.self), "Ready": again(ReadyBody.self),
        "Me": again(DataBody<UserBody>.self), "Ticket": again(DataBody<TicketBody>.self),
        "AuthConfig": again(AuthConfigBody.self),
        "ValidationError": again(ErrorBody.self), "Unauthorized": again(ErrorBody.self),
        "RingRequired": again(ErrorBody.self), "NotFound": again(ErrorBody.self), "RingStale": again(ErrorBody.self),
        "LimitExceeded": again(ErrorBody.self), "RateLimited": again(ErrorBody.self),
        "Unavailable": again(ErrorBody.self),
        "MakeInvite": again(MakeInviteBody.self), "AcceptInvite": again(AcceptInviteBody.self),
        "MakeShare": again(MakeShareBody.self), "Invite": again(DataBody<InviteBody>.self),
        "Invites": again(DataBody<[InviteBody]>.self), "Share": again(DataBody<ShareBody>.self),
        "Shares": again(DataBody<[ShareBody]>.self),
    ]

    let spec = Spec.written

    @Test func `every example has a type that reads it`() {
        #expect(Set(spec.exampleNames) == Set(Self.bodies.keys))
    }

    @Test(arguments: bodies.keys.sorted())
    func `an example is what the library writes`(name: String) throws {
        let again = try #require(Self.bodies[name])
        let example = spec.example(name)
        #expect(try Shape(json: again(example)) == Shape(json: example))
    }

    /// Where in an example an object of each schema stands.
    private static let schemas: [(schema: String, example: String, path: [String])] = [
        ("CreateDraft", "CreateDraft", []), ("UpdateDraft", "UpdateDraft", []), ("Append", "Append", []),
        ("Revise", "Revise", []), ("Pass", "Pass", []), ("SmartPass", "SmartPass", []), ("Reclaim", "Reclaim", []),
        ("AddCollaborator", "AddCollaborator", []), ("PresenceReport", "PresenceReport", []),
        ("DraftAnswer", "Draft", []), ("Draft", "Draft", ["data"]), ("Segment", "Draft", ["data", "segments", "0"]),
        ("Ring", "Draft", ["data", "ring_state"]), ("Member", "Draft", ["data", "members", "0"]),
        ("Metrics", "Draft", ["data", "metrics"]), ("DraftList", "DraftList", []),
        ("RingReceipt", "RingReceipt", ["data", "ring_state"]), ("SmartPassAnswer", "SmartPassReceipt", []),
        ("SmartPassMetrics", "SmartPassReceipt", ["metrics"]), ("AuditPage", "AuditPage", []),
        ("AuditRow", "AuditPage", ["data", "0"]), ("EventsPage", "EventsPage", []),
        ("EventsReset", "EventsReset", []), ("Event", "EventsPage", ["data", "0"]),
        ("DraftCreatedData", "EventsPage", ["data", "0", "data"]),
        ("SegmentAddedData", "EventsPage", ["data", "1", "data"]),
        ("CollaboratorData", "EventsPage", ["data", "2", "data"]),
        ("RingPassedData", "EventsPage", ["data", "3", "data"]),
        ("SegmentRevisedData", "EventsPage", ["data", "4", "data"]),
        ("SegmentStruckData", "EventsPage", ["data", "5", "data"]),
        ("DraftUpdatedData", "EventsPage", ["data", "6", "data"]), ("Presence", "EventsPage", ["presence", "0"]),
        ("Typing", "EventsPage", ["typing"]), ("Connected", "Connected", []), ("Reset", "Reset", []),
        ("PresenceMessage", "PresenceMessage", []), ("TypingMessage", "TypingMessage", []), ("Pong", "Pong", []),
        ("SocketError", "SocketError", []), ("Health", "Health", []), ("Ready", "Ready", []),
        ("User", "Me", ["data"]), ("Ticket", "Ticket", ["data"]), ("AuthConfig", "AuthConfig", []),
        ("Error", "NotFound", []), ("MakeInvite", "MakeInvite", []), ("AcceptInvite", "AcceptInvite", []),
        ("MakeShare", "MakeShare", []), ("InviteAnswer", "Invite", []), ("Invite", "Invite", ["data"]),
        ("InviteList", "Invites", []), ("ShareAnswer", "Share", []), ("Share", "Share", ["data"]),
        ("ShareList", "Shares", []),
    ]

    @Test func `a schema has the fields of its type`() throws {
        for (schema, example, path) in Self.schemas {
            let (all, required) = spec.properties(of: schema)
            let shape = try path.reduce(Shape(json: spec.example(example))) { $0[$1] }
            #expect(all == shape.names, "\(schema)")
            #expect(required.isSubset(of: all), "\(schema)")
        }
    }

    @Test func `the page of events shows one of each type`() throws {
        let page = try JSONSerialization.jsonObject(with: spec.example("EventsPage")) as? [String: Any]
        let types = (page?["data"] as? [[String: Any]])?.compactMap { $0["type"] as? String }
        #expect(types?.sorted() == EventKind.allCases.map(\.rawValue).sorted())
    }

    private static func again<Body: Codable & Sendable>(_ type: Body.Type) -> @Sendable (Data) throws -> Data {
        { try WireCoding.encode(try WireCoding.decode(type, from: $0)) }
    }
}

/// JSON without its values: names, and which kind of value each has.
private indirect enum Shape: Equatable {
    case object([String: Shape])
    case list([Shape])
    case value(String)

    init(json: Data) throws {
        self.init(try JSONSerialization.jsonObject(with: json, options: .fragmentsAllowed))
    }

    private init(_ json: Any) {
        switch json {
        case let fields as [String: Any]: self = .object(fields.mapValues(Shape.init))
        case let items as [Any]: self = .list(items.map(Shape.init))
        case is String: self = .value("string")
        case is NSNull: self = .value("null")
        case let number as NSNumber where Self.isBool(number): self = .value("bool")
        default: self = .value("number")
        }
    }

    private static func isBool(_ number: NSNumber) -> Bool {
        String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
    }

    /// The names of an object's fields.
    var names: Set<String> {
        if case .object(let fields) = self { Set(fields.keys) } else { [] }
    }

    /// A field by its name, an item by its number.
    subscript(step: String) -> Shape {
        switch self {
        case .object(let fields): fields[step] ?? .value("absent")
        case .list(let items): Int(step).map { items[$0] } ?? .value("absent")
        case .value: .value("absent")
        }
    }
}
