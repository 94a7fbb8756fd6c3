import ArgumentParser
import FoundationEssentials

/// The option that every command has.
struct DatabaseOption: ParsableArguments {
    @Option(help: ArgumentHelp("The database, such as sqlite:/var/lib/draft/drafts.db.", valueName: "sqlite:PATH"))
    var database: String?

    var texts: SettingTexts { texts(with: [:]) }

    /// Options are texts here: they are judged together with the variables, so that all problems are told at once.
    func texts(with others: [Setting: String?]) -> SettingTexts {
        var options = others.compactMapValues(\.self)
        options[.database] = database
        return SettingTexts(options: options, variables: ProcessInfo.processInfo.environment)
    }
}

/// The options of `serve`.
struct ServeOptions: ParsableArguments {
    @Option(help: "The address to listen on. (default: 127.0.0.1)")
    var host: String?

    @Option(help: "The port to listen on; 0 picks a free one. (default: 8000)")
    var port: String?

    @Option(help: "local, staging or production. (default: local)")
    var environment: String?

    @Option(help: ArgumentHelp("End after this long without a connection.", valueName: "seconds"))
    var idleExit: String?

    @Option(
        help: ArgumentHelp("From trace to critical; logs go to standard error. (default: info)", valueName: "level"))
    var logLevel: String?

    @Option(
        help: ArgumentHelp(
            "From whom X-User-Id is believed: off, loopback or on. (default: loopback in local, else off)",
            valueName: "peers"))
    var headerIdentity: String?

    @Option(
        help: ArgumentHelp(
            "A proxy stands before the server, so no X-User-Id is believed: on or off. (default: off)",
            valueName: "on|off"))
    var behindProxy: String?

    @Option(
        help: ArgumentHelp(
            "Limit what one user may do: on or off. (default: off in local, else on)", valueName: "on|off"))
    var rateLimits: String?

    @Option(
        help: ArgumentHelp(
            "How long the audit keeps a line, or forever; older ones are forgotten. (default: 365)", valueName: "days"))
    var auditDays: String?

    @Option(
        help: ArgumentHelp("Lines for people or JSON objects: text or json. (default: text)", valueName: "form"))
    var logFormat: String?

    @Option(
        help: ArgumentHelp(
            "The file of the token with which /metrics may be read from other machines.", valueName: "path"))
    var metricsTokenFile: String?

    @OptionGroup var database: DatabaseOption

    var texts: SettingTexts {
        database.texts(with: [
            .host: host, .port: port, .environment: environment, .idleExit: idleExit, .logLevel: logLevel,
            .headerIdentity: headerIdentity, .behindProxy: behindProxy, .rateLimits: rateLimits, .auditDays: auditDays,
            .logFormat: logFormat, .metricsTokenFile: metricsTokenFile,
        ])
    }
}
