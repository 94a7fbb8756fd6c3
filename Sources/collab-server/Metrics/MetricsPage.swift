/// The text in which metrics are told: the exposition format of Prometheus, version 0.0.4.
struct MetricsPage {
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    mutating func add(_ name: String, _ help: String, _ counter: Counter) {
        head(name, help, "counter")
        sample(name, counter.total)
    }

    mutating func add(_ name: String, _ help: String, total: Double) {
        head(name, help, "counter")
        sample(name, total)
    }

    mutating func add(_ name: String, _ help: String, _ family: CounterFamily) {
        head(name, help, "counter")
        for (key, total) in family.totals.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            sample(name, total, Array(zip(family.labels, key)))
        }
    }

    mutating func add(_ name: String, _ help: String, _ histogram: Histogram) {
        head(name, help, "histogram")
        buckets(name, histogram.distribution, [])
    }

    mutating func add(_ name: String, _ help: String, _ family: HistogramFamily) {
        head(name, help, "histogram")
        for (key, distribution) in family.distributions.sorted(by: { $0.key < $1.key }) {
            buckets(name, distribution, [(family.label, key)])
        }
    }

    /// - Parameter value: nil where it cannot be told now; the metric has no sample then.
    mutating func add(_ name: String, _ help: String, gauge value: Double?, _ labels: [(String, String)] = []) {
        head(name, help, "gauge")
        if let value { sample(name, value, labels) }
    }

    private mutating func head(_ name: String, _ help: String, _ type: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private mutating func buckets(_ name: String, _ distribution: Distribution, _ labels: [(String, String)]) {
        var count = 0
        let bounds = distribution.bounds.map(Self.number) + ["+Inf"]
        for (bound, observed) in zip(bounds, distribution.counts) {
            count += observed
            sample(name + "_bucket", count, labels + [("le", bound)])
        }
        sample(name + "_sum", distribution.sum, labels)
        sample(name + "_count", count, labels)
    }

    private mutating func sample(_ name: String, _ value: Int, _ labels: [(String, String)] = []) {
        sample(name, Double(value), labels)
    }

    private mutating func sample(_ name: String, _ value: Double, _ labels: [(String, String)] = []) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",") + "}"
        }
        text += " \(Self.number(value))\n"
    }

    private static func number(_ value: Double) -> String {
        Int(exactly: value).map { String($0) } ?? value.description
    }

    private static func escaped(_ value: String) -> String {
        value.map { character in
            switch character {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            default: String(character)
            }
        }.joined()
    }
}
