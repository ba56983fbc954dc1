import Foundation
import Testing

/// Calls that wait, by the files that may make them.
///
/// A thread of Swift's cooperative pool that waits is missing to everybody: a few of them and the server stands still. So a
/// file that waits stands in the table below, with the threads that it waits on. What the table cannot see, such as who calls
/// a file, `BlockingRule` sees while a debug server runs.
@Suite("Calls that wait")
struct BlockingTests {
    private static let waits: [(name: String, calls: [String])] = [
        (
            "a read or write of the database",
            ["pool.read", "pool.write", "pool.barrierWrite", "pool.backup", "readBlocking"]
        ),
        (
            "a semaphore, a group or a condition",
            ["DispatchSemaphore", "DispatchGroup", "NSCondition", "pthread_cond_"]
        ),
        ("a wait", [".wait()", ".wait(timeout", ".sync(", ".sync {", ".waitUntilExit(", "waitpid(", "pthread_join("]),
        ("a sleep of the thread", ["Thread.sleep", "usleep(", "nanosleep(", " sleep("]),
        (
            "a file",
            ["FileManager", "FileHandle", "Data(contentsOf", "String(contentsOf", "O_RDONLY", "O_WRONLY", "O_RDWR"]
        ),
        ("a sync or lock of a file", ["fsync(", "fdatasync(", "flock("]),
        ("a look-up of a name", ["getaddrinfo("]),
        ("a write that its reader may hold up", ["Glibc.write("]),
    ]

    private static func wait(in line: some StringProtocol) -> String? {
        waits.first { $0.calls.contains { line.contains($0) } }?.name
    }

    /// Files and folders that may wait, and on which threads they do.
    private static let allowed: [String: String] = [
        "Index/SearchIndex/Files/": "the engine's files; a server's index works on the threads of ListingSearch",
        "Index/SearchIndex/Writing/": "threads of the engine's own, and those that build an index",
        "Sources/ListingSearch/Lexicon/WatchedFile.swift": "looked at by the service of watched files, on its thread",
        "Sources/ListingSearch/Service/QueryLog.swift": "read once, while the server opens",
        "Sources/MarketplaceAPI/Metrics/MachineMemory.swift": "the kernel's memory, once while the server opens",
        "Sources/MarketplaceAPI/Metrics/ProcessMemory.swift": "the kernel's memory, which no disk delays",
        "Sources/MarketplaceStore/GroupCommit.swift": "the writer's thread",
        "Sources/MarketplaceStore/MarketplaceStore.swift": "the readers' threads, and opening",
        "Sources/MarketplaceStore/MarketplaceStore+Backup.swift": "asserts that the thread may block",
        "Sources/MarketplaceStore/MarketplaceStore+ListingChangeLog.swift": "asserts that the thread may block",
        "Sources/MarketplaceStore/NewFile.swift": "backups and restores, which assert that the thread may block",
        "Sources/MarketplaceStore/Schema.swift": "opening",
        "Sources/MarketplaceStore/Trading/TradeAudit.swift": "asserts that the thread may block",
        "Sources/PrintableText/PrintableErrorStream.swift": "the log's thread, and commands",
        "Sources/PrivateFiles/": "opening, and commands",
        "Sources/Scheduling/Watchdog.swift": "the watchdog's thread",
        "Sources/Scheduling/WorkerThreads.swift": "the worker threads themselves",
        "Sources/payment-sandbox/": "a stand-in for a provider, for demonstrations and tests",
        "Sources/sesame/": "a command: nobody else waits for its process",
        "Sources/sesamed/BackupCommands.swift": "a command",
        "Sources/sesamed/CheckCommand.swift": "a command",
        "Sources/sesamed/ImportCommand.swift": "a command",
        "Sources/sesamed/LedgerCommand.swift": "a command",
        "Sources/sesamed/MachineClock.swift": "the kernel's memory, once",
        "Sources/sesamed/MarketFolder.swift": "opening, and commands",
        "Sources/sesamed/Messages.swift": "commands, and what is said while the server opens",
        "Sources/sesamed/OpenSearch.swift": "opening, and commands",
        "Sources/sesamed/Priority.swift": "the kernel's memory, once",
    ]

    @Test("are made where the table says, and nowhere else")
    func waiting() throws {
        for file in try Project.swiftFiles(in: "Sources", "Index") where Self.reason(file.path) == nil {
            for (line, text) in file.code {
                guard let name = Self.wait(in: text) else { continue }
                Issue.record("\(file.place(line)): \(name), in a file that may not wait: \(text)")
            }
        }
    }

    @Test("are still made in every file of the table")
    func tableIsTrue() throws {
        let files = try Project.swiftFiles(in: "Sources", "Index")
        for place in Self.allowed.keys {
            let waits = files.contains { file in
                file.path.hasPrefix(place) && file.code.contains { Self.wait(in: $0.text) != nil }
            }
            #expect(waits, "\(place) does not wait any more: its line in the table can go")
        }
    }

    @Test(
        "are found",
        arguments: [
            "try pool.read { database in", "let turn = DispatchSemaphore(value: 8)", "turn.wait()",
            "group.wait(timeout: .now() + 1)",
            "Thread.sleep(forTimeInterval: 1)", "usleep(100)", "if isLate { sleep(1) }", "queue.sync { count += 1 }",
            "let text = try String(contentsOfFile: path, encoding: .utf8)", "try Data(contentsOf: url)",
            "guard fsync(descriptor) == 0 else {", "let handle = FileHandle(forReadingAtPath: path)",
            "let file = unsafe open(path, O_RDONLY)", "try store.readBlocking { $0 }", "process.waitUntilExit()",
        ])
    func found(line: String) {
        #expect(Self.wait(in: line) != nil)
    }

    @Test(
        "are told from those of async code",
        arguments: ["try await Task.sleep(for: .seconds(1))", "await pause.sleep(for: rest)", "context.read()"])
    func asyncCalls(line: String) {
        #expect(Self.wait(in: line) == nil)
    }

    private static func reason(_ path: String) -> String? {
        allowed.first { path.hasPrefix($0.key) }?.value
    }

    @Test(
        "a row of the database is read by accessors that throw: a subscript ends the process where a page was smashed")
    func rows() throws {
        for file in try Project.swiftFiles(in: "Sources/MarketplaceStore") {
            for (line, text) in file.code where text.contains("row[") || text.contains("$0[") {
                Issue.record("\(file.place(line)): \(text)")
            }
        }
    }
}
