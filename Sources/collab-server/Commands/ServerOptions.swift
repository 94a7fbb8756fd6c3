import ArgumentParser
import FoundationEssentials

/// The options of the commands that have to do with one database.
struct DatabaseOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The database: a file, such as sqlite:/var/lib/draft/drafts.db, or postgres://HOST/NAME.", valueName: "url")
    )
    var database: String?

    @Option(
        help: ArgumentHelp(
            "A file of variables, a line NAME=value each; options and the environment win over it.", valueName: "file"))
    var config: String?

    var texts: SettingTexts { texts(with: [:]) }

    func texts(with others: [Setting: String?]) -> SettingTexts {
        .told(database: database, config: config, others)
    }
}

extension SettingTexts {
    /// What options, variables and the file that they name say. Options are texts here: they are judged together with the
    /// variables, so that all problems are told at once.
    static func told(database: String?, config: String?, _ others: [Setting: String?] = [:]) -> SettingTexts {
        var options = others.compactMapValues(\.self)
        options[.database] = database
        options[.config] = config
        let variables = ProcessInfo.processInfo.environment
        let path = config ?? variables[Setting.config.variable]
        return SettingTexts(options: options, variables: variables, file: path.map { VariableFile(at: $0) })
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
            "The certificate to serve TLS with, in PEM, and behind it those that vouch for it.", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The certificate's private key, in PEM.", valueName: "file"))
    var tlsKey: String?

    @Option(
        help: ArgumentHelp(
            "Web sites whose pages may use the server beside its own, with commas; * for all.", valueName: "origins"))
    var origins: String?

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
        help: ArgumentHelp("How many proxies stand there, one behind the other. (default: 1)", valueName: "count"))
    var proxyHops: String?

    @Option(
        help: ArgumentHelp(
            "Where they write down whom they pass on: x-forwarded-for or forwarded. (default: x-forwarded-for)",
            valueName: "header"))
    var proxyHeader: String?

    @Option(
        help: ArgumentHelp(
            "Limit what one user or address may do: on or off. (default: off in local, else on)", valueName: "on|off"))
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
            .tlsCertificate: tlsCertificate, .tlsKey: tlsKey, .origins: origins, .headerIdentity: headerIdentity,
            .behindProxy: behindProxy, .proxyHops: proxyHops, .proxyHeader: proxyHeader, .rateLimits: rateLimits,
            .auditDays: auditDays, .logFormat: logFormat, .metricsTokenFile: metricsTokenFile,
        ])
    }
}
