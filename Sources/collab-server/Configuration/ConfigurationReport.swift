import DraftCore
import Logging

/// What `collab-server config` prints: every setting in force, and where it was made. Secrets are masked.
struct ConfigurationReport: Encodable {
    struct Row: Encodable, Equatable {
        /// The variable.
        let name: String
        let value: String
        /// The option, the variable, the line of the file, or `default`.
        let source: String
    }

    let settings: [Row]

    init(_ configuration: ServerConfiguration, _ texts: SettingTexts) {
        let rows =
            Setting.allCases.map { setting in
                Row(
                    name: setting.variable, value: configuration.value(of: setting, texts),
                    source: texts[setting]?.source ?? "default")
            }
            + IssuerVariable.allCases.map { variable in
                Row(
                    name: variable.rawValue, value: configuration.value(of: variable, texts),
                    source: texts[variable: variable.rawValue]?.source ?? "default")
            }
            + Limits.Bound.all.map { bound in
                Row(
                    name: bound.variable, value: String(configuration.limits[keyPath: bound.value]),
                    source: texts[variable: bound.variable]?.source ?? "default")
            }
        settings = rows
    }

    /// The same for people.
    var lines: [String] {
        let names = settings.map(\.name.count).max() ?? 0
        let values = settings.map { min($0.value.count, 40) }.max() ?? 0
        return settings.map { row in
            let value = row.value.isEmpty ? "–" : row.value
            return SafeText.escaped(
                Self.padded(row.name, names) + "  " + Self.padded(value, values) + "  " + row.source, for: .line)
        }
    }

    private static func padded(_ text: String, _ columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - text.count))
    }
}

extension ServerConfiguration {
    /// What is in force, as it would be written; empty where there is nothing.
    fileprivate func value(of setting: Setting, _ texts: SettingTexts) -> String {
        switch setting {
        case .config: texts[.config]?.text ?? ""
        case .host: host
        case .port: String(port)
        case .database: Secrecy.withoutPassword(texts[.database]?.text ?? "")
        case .environment: environment.rawValue
        case .idleExit: idleExit.map { String($0.components.seconds) } ?? ""
        case .logLevel: logLevel.rawValue
        case .tlsCertificate: tls?.certificate ?? ""
        case .tlsKey: tls?.key ?? ""
        case .origins: origins.description
        case .headerIdentity: headerIdentity.rawValue
        case .behindProxy: proxies == nil ? "off" : "on"
        case .proxyHops: proxies.map { String($0.hops) } ?? ""
        case .proxyHeader: proxies?.header.rawValue ?? ""
        case .rateLimits: limitsUsers ? "on" : "off"
        case .auditDays: auditDays.map { String($0) } ?? "forever"
        case .logFormat: logFormat.rawValue
        case .metricsTokenFile: texts[.metricsTokenFile]?.text ?? ""
        }
    }

    fileprivate func value(of variable: IssuerVariable, _ texts: SettingTexts) -> String {
        switch variable {
        case .signingKeyFile: issuers.signingKeyFile
        // A public key is no secret, but what was meant to be one may be.
        case .clerkKey: texts.variable(variable.rawValue) == nil ? "" : "***"
        default: texts.variable(variable.rawValue) ?? ""
        }
    }
}
