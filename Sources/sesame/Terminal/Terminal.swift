import Foundation
import Glibc
import PrintableText
import Rainbow

/// The terminal, if there is one, and the three standard streams.
///
/// All that the command writes goes through here, and all but data for files is made printable here: whatever servers,
/// files and other people put into a text, no terminal obeys it.
enum Terminal {
    static let standardInputIsTerminal = isatty(STDIN_FILENO) == 1
    static let standardOutputIsTerminal = isatty(STDOUT_FILENO) == 1
    static let standardErrorIsTerminal = isatty(STDERR_FILENO) == 1

    /// Cells in a line of standard output; nil where it is no terminal.
    static var width: Int? {
        guard standardOutputIsTerminal else { return nil }
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Whether the reader's language is Chinese, as POSIX names it.
    static var isChinese: Bool {
        let environment = ProcessInfo.processInfo.environment
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }
        return names.first { !$0.isEmpty }?.hasPrefix("zh") ?? false
    }

    /// A line of data. A reader that has gone away ends the command quietly, as `head` expects.
    static func print(_ line: String) { write(line.printable + "\n", to: .standardOutput) }

    /// A line in bold where standard output is a terminal that likes it.
    static func printBold(_ line: String) { write(line.printable.bold + "\n", to: .standardOutput) }

    /// The cells of a line, with tabs between.
    static func print(cells: [String]) {
        write(cells.map(\.printable).joined(separator: "\t") + "\n", to: .standardOutput)
    }

    /// Several lines of the program's own, such as its help.
    static func print(lines: String) { write(lines.printableLines + "\n", to: .standardOutput) }

    /// JSON that says the same to a program.
    static func print(json: String) { write(json.printableJSON + "\n", to: .standardOutput) }

    /// A text for a file or a program, which has it unchanged; a terminal gets it line by line, printable.
    static func print(file: String) {
        write(standardOutputIsTerminal ? file.printableLines : file, to: .standardOutput)
    }

    /// A message.
    static func say(_ line: String) { write(line.printable + "\n", to: .standardError) }

    static func say(lines: String) { write(lines.printableLines + "\n", to: .standardError) }

    /// Rewrites the line on standard error that the cursor is on.
    static func redraw(_ line: String) { write("\r\u{1B}[K" + line.printable, to: .standardError) }

    private static func write(_ text: String, to stream: FileHandle) {
        do {
            try stream.write(contentsOf: Data(text.utf8))
        } catch {
            exit(stream === FileHandle.standardOutput ? 141 : 1)
        }
    }
}

// MARK: - Questions

extension Terminal {
    /// A line typed by a person, without its end; nil at the end of the input.
    static func ask(_ question: String) -> String? {
        write(question.printable, to: .standardError)
        return readLine()
    }

    /// A line that is not shown while it is typed.
    static func askSecretly(_ question: String) -> String? {
        var before = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &before) == 0 else { return ask(question) }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            write("\n", to: .standardError)
        }
        return ask(question)
    }
}
