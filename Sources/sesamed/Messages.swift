import DiskSpace
import Foundation
import ListingSearch
import MarketplaceStore
import PrintableText
import SearchIndex

/// A line of results on standard output, printable whatever it quotes. It takes the place of Swift's own `print` in this
/// module, so that no command can forget.
func print(_ line: String) { Swift.print(line.printable) }

/// The cells of a line of results, with tabs between.
func print(cells: [String]) { Swift.print(cells.map(\.printable).joined(separator: "\t")) }

/// What is said to the operator, apart from results.
enum Messages {
    static func say(_ line: String) { write(line.printable + "\n") }

    static func say(lines: String) { write(lines.printableLines + "\n") }

    /// Words that an answer is typed behind.
    static func ask(_ question: String) { write(question.printable) }

    private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Rewrites one line on a terminal; elsewhere says nothing.
    static func progress(_ text: String) {
        guard isTerminal else { return }
        write("\r\u{1B}[K" + text.printable)
    }

    static func endProgress() {
        if isTerminal { write("\n") }
    }

    static func sentence(for error: any Error) -> String {
        switch error {
        case let error as IndexError: sentence(error)
        case let error as LexiconError: error.description
        case ListingSearchError.unavailable(let reason): reason
        case let error as CommandError: error.message
        default: "\(error)"
        }
    }

    private static func sentence(_ error: IndexError) -> String {
        switch error {
        case .corrupt(let path, let offset, let reason): "\(path) is corrupt at byte \(offset): \(reason)"
        case .tooNew(let path, let version, let known):
            "\(path) is of version \(version); this program knows up to \(known)"
        case .tooOld(let path, let version, let oldest):
            "\(path) is of version \(version); this program reads from \(oldest) on: rebuild the index"
        case .missing(let path): "\(path) is not there"
        case .locked(let path): "another process holds \(path)"
        case .mismatch(let path, let what, _, _):
            "\(path) was made under another \(what) than this program's: rebuild the index"
        case .system(let path, let operation, let code):
            "\(operation) of \(path) failed: \(unsafe String(cString: strerror(code)))"
        case .noRoom(let space): space.description
        case .invalid(let field, let reason): "\(field): \(reason)"
        case .cancelled: "it was cancelled"
        }
    }
}

/// A failure that is a sentence.
struct CommandError: Error {
    var message: String
}
