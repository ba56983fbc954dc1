import Testing

@Suite("Lengths that people can hold in their heads")
struct LengthTests {
    @Test("no file is longer than 600 lines")
    func files() throws {
        for file in try Project.swiftFiles(in: "Sources", "Index", "Benchmarks", "Tests") {
            #expect(file.lines.count <= 600, "\(file) has \(file.lines.count) lines")
        }
    }

    @Test("nine files of ten are under 350 lines")
    func mostFiles() throws {
        let lengths = try Project.swiftFiles(in: "Sources", "Index").map(\.lines.count).sorted()
        let ninetieth = lengths[lengths.count * 9 / 10]
        #expect(ninetieth < 350, "the ninetieth of a hundred has \(ninetieth) lines")
    }

    @Test("no function is longer than 80 lines")
    func functions() throws {
        for file in try Project.swiftFiles(in: "Sources", "Index", "Benchmarks") {
            for function in functions(of: file) {
                #expect(function.length <= 80, "\(file.place(function.line)): \(function.length) lines")
            }
        }
    }

    /// Functions with their first line and length. The formatter closes a body with a brace of the same indentation as
    /// the line it began on; what is on one line has no end of its own.
    private func functions(of file: SourceFile) -> [(line: Int, length: Int)] {
        let beginning = #/^(?<indent>\s*)([\w()@ ]+ )?(func\s|init[?(<]|deinit\b|subscript[(<])/#
        return file.lines.enumerated().compactMap { start, line in
            guard let match = line.prefixMatch(of: beginning), !line.trimmingPrefix(match.indent).hasPrefix("//") else {
                return nil
            }
            let isEnd = { (other: Substring) in other == match.indent + "}" }
            let isNeighbour = { (other: Substring) in
                !other.isEmpty && other.prefix(while: { $0 == " " }).count <= match.indent.count
                    && !other.hasPrefix(match.indent + ")")
            }
            for (offset, other) in file.lines[(start + 1)...].enumerated() {
                if isEnd(other) { return (start + 1, offset + 2) }
                if isNeighbour(other) { return nil }
            }
            return nil
        }
    }
}
