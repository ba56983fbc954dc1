import Testing

@Suite("What is written to a terminal")
struct TerminalTests {
    /// What writes to standard output or standard error by itself.
    private static let writers = [
        "Swift.print(", "debugPrint(", "dump(", "FileHandle.standardOutput", "FileHandle.standardError", "fputs(",
        "puts(",
        "putchar(", "printf(", "StreamLogHandler.standard", "STDOUT_FILENO,", "STDERR_FILENO,",
    ]
    /// The files that make everything printable on its way out, or write nothing with them.
    private static let allowed: Set<String> = [
        "Sources/sesame/Terminal/Terminal.swift", "Sources/sesamed/Messages.swift",
        "Sources/PrintableText/PrintableErrorStream.swift",
    ]

    /// A command that is added later cannot forget: there is one way out, which makes every text printable.
    @Test("commands write through one place", arguments: ["sesame", "sesamed", "payment-sandbox"])
    func onePlace(room: String) throws {
        for file in try Project.swiftFiles(in: "Sources") where file.room == room && !Self.allowed.contains(file.path) {
            for (line, text) in file.code {
                for writer in Self.writers where text.contains(writer) {
                    Issue.record("\(file.place(line)): \(text)")
                }
                // `print` without a name before it is Swift's own, but in sesamed, which has one in its place.
                if room != "sesamed", text.contains(#/(^|[^.\w])print\(/#), !text.contains("func print(") {
                    Issue.record("\(file.place(line)): \(text)")
                }
            }
        }
    }

    @Test("sesamed has a print of its own")
    func ownPrint() throws {
        #expect(try Project.text("Sources/sesamed/Messages.swift").contains("\nfunc print(_ line: String)"))
    }
}
