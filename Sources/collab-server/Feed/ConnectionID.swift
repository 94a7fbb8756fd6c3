import DraftCore

/// The subject of a `ConnectionID`.
enum Connection {}

/// Names one live connection.
typealias ConnectionID = Identifier<Connection>
