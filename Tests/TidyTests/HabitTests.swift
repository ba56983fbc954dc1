import Foundation
import Testing

@Suite("Habits of the house")
struct HabitTests {
    @Test("input never meets a trap: no forced try, forced cast or fatal error")
    func traps() throws {
        let traps = ["try" + "!", "as" + "! ", "fatalError" + "("]
        for file in try Project.swiftFiles(in: "Sources", "Index") {
            for (line, text) in file.code {
                for trap in traps where text.contains(trap) {
                    Issue.record("\(file.place(line)): \(trap) in \(text)")
                }
            }
        }
    }

    @Test("nothing is left for later")
    func leftovers() throws {
        let marks = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "not " + "implemented", "un" + "implemented"]
        for file in try Project.swiftFiles(in: "Sources", "Index", "Benchmarks", "Tests") {
            for (offset, line) in file.lines.enumerated() {
                for mark in marks where line.contains(mark) {
                    Issue.record("\(file.place(offset + 1)): \(line)")
                }
            }
        }
    }

    @Test("no file is empty")
    func emptyFiles() throws {
        for file in try Project.swiftFiles(in: "Sources", "Index", "Benchmarks", "Tests") {
            #expect(file.code.contains { !$0.text.contains("import ") }, "\(file) says nothing")
        }
    }

    @Test("a file whose name is Type+Verb extends that type")
    func fileNames() throws {
        for file in try Project.swiftFiles(in: "Sources", "Index") {
            let name = URL(filePath: file.path).deletingPathExtension().lastPathComponent
            guard let plus = name.firstIndex(of: "+") else { continue }
            let type = name[..<plus]
            #expect(
                file.code.contains { $0.text.contains("extension") && $0.text.contains(type) },
                "\(file) holds no extension of \(type)")
        }
    }

    @Test("what a build makes is ignored by git")
    func ignored() throws {
        let ignored = try Project.text(".gitignore").split(separator: "\n")
        for name in [".build/", "Package.resolved", "/data/"] {
            #expect(ignored.contains(Substring(name)), ".gitignore does not name \(name)")
        }
    }

    @Test("the scripts can be run", arguments: [".ci/run", "Scripts/demo", "Scripts/test", "Scripts/rebuild-index"])
    func scripts(name: String) {
        let path = Project.root.appending(path: name).path(percentEncoded: false)
        #expect(FileManager.default.isExecutableFile(atPath: path))
    }

    @Test("the README begins with the two commands")
    func readme() throws {
        let text = try Project.text("README.md")
        let firstBlock = try #require(text.split(separator: "```").dropFirst().first)
        #expect(firstBlock.contains("./Scripts/demo"))
        #expect(firstBlock.contains("./Scripts/test"))
    }
}
