import HTTPTypes

/// Which methods a path knows, for the `Allow` of a 405. Asked only where no route has taken a request.
struct AllowedMethods: Sendable {
    private var paths: [(pieces: [Substring], methods: [String])] = []

    init(_ operations: [Operation]) {
        let byPath = Dictionary(grouping: operations, by: \.path)
        for (path, operations) in byPath {
            var methods = Set(operations.map(\.method.rawValue))
            if methods.contains("GET") { methods.insert("HEAD") }
            paths.append((path.split(separator: "/"), methods.sorted()))
        }
    }

    /// The methods of a path, in alphabetical order; none where there is no such path.
    /// - Complexity: O(paths).
    func allowed(onPath path: String) -> [String] {
        let pieces = path.split(separator: "/")
        // A path without parameters goes before one with them, as in the router.
        let matches = paths.filter { Self.matches(pieces, $0.pieces) }
        return matches.min { Self.parameterCount($0.pieces) < Self.parameterCount($1.pieces) }?.methods ?? []
    }

    private static func matches(_ pieces: [Substring], _ pattern: [Substring]) -> Bool {
        pieces.count == pattern.count && zip(pieces, pattern).allSatisfy { $0 == $1 || $1.hasPrefix("{") }
    }

    private static func parameterCount(_ pattern: [Substring]) -> Int { pattern.count { $0.hasPrefix("{") } }
}
