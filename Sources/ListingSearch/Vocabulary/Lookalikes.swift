/// Characters that are taken for each other by the eye, from a table of our own.
struct Lookalikes: Sendable {
    /// By character: those that look like it, in the table's order, each in UTF-8.
    private let others: [Character: [[UInt8]]]

    static let shared = Lookalikes(String(decoding: PackageResources.lookalikes_txt, as: UTF8.self))

    /// - Parameter table: characters with spaces between them, those of one line look alike; a line that begins with # says
    ///   nothing.
    init(_ table: String) {
        var others: [Character: [Character]] = [:]
        for line in table.split(separator: "\n") where !line.hasPrefix("#") {
            let group = line.filter { $0 != " " }
            for character in group {
                for other in group where other != character && !(others[character] ?? []).contains(other) {
                    others[character, default: []].append(other)
                }
            }
        }
        self.others = others.mapValues { $0.map { Array(String($0).utf8) } }
    }

    func others(of character: Character) -> [[UInt8]] { others[character] ?? [] }
}
