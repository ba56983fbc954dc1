import Foundation
import Glibc

/// The terminal, if there is one, and the three standard streams.
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

    /// Data. A reader that has gone away ends the command quietly, as `head` expects.
    static func print(_ line: String) { write(line + "\n", to: .standardOutput) }

    /// Messages.
    static func say(_ line: String) { write(line + "\n", to: .standardError) }

    static func write(_ text: String, to stream: FileHandle) {
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
        write(question, to: .standardError)
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
