/// Writes the text format 0.0.4 that Prometheus reads.
struct PrometheusText {
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    typealias Label = (name: String, value: String)

    private(set) var text = ""

    mutating func gauge(_ name: String, _ help: String, _ value: some BinaryInteger, labels: [Label] = []) {
        head(name, help, type: "gauge")
        line(name, labels, "\(value)")
    }

    mutating func counter(_ name: String, _ help: String, _ value: some BinaryInteger, labels: [Label] = []) {
        head(name, help, type: "counter")
        line(name, labels, "\(value)")
    }

    mutating func gauges(_ name: String, _ help: String, _ series: [(labels: [Label], value: Int)]) {
        head(name, help, type: "gauge")
        for (labels, value) in series { line(name, labels, "\(value)") }
    }

    mutating func counters(_ name: String, _ help: String, _ series: [(labels: [Label], value: Int)]) {
        head(name, help, type: "counter")
        for (labels, value) in series { line(name, labels, "\(value)") }
    }

    mutating func histogram(_ name: String, _ help: String, _ series: [(labels: [Label], histogram: LatencyHistogram)])
    {
        head(name, help, type: "histogram")
        for (labels, histogram) in series {
            var total = 0
            for (bound, count) in zip(LatencyHistogram.bounds, histogram.counts) {
                total += count
                line(name + "_bucket", labels + [("le", bound.seconds)], "\(total)")
            }
            line(name + "_bucket", labels + [("le", "+Inf")], "\(histogram.count)")
            line(name + "_sum", labels, "\(Double(histogram.sumNanoseconds) / 1e9)")
            line(name + "_count", labels, "\(histogram.count)")
        }
    }

    private mutating func head(_ name: String, _ help: String, type: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private mutating func line(_ name: String, _ labels: [Label], _ value: String) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",") + "}"
        }
        text += " \(value)\n"
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { result, character in
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
    }
}
