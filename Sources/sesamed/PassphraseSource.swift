import Accounts
import ArgumentParser
import Foundation
import Glibc
import PrivateFiles

/// Where a passphrase comes from. Never from an argument, which every process of the machine can read.
struct PassphraseSource: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The passphrase of the keys in a backup: the first line of a file that only you can read, or of standard input \
            ('-'), which is asked for at a terminal.
            """, valueName: "file"))
    var passphraseFile: String?

    private static let longestFile = 8_192

    /// Nil where there is none to be used.
    func passphrase() throws -> String? {
        guard let passphraseFile else { return nil }
        let line =
            passphraseFile == "-"
            ? try Self.typed("Passphrase of the keys: ")
            : String(decoding: try PrivateFiles.read(passphraseFile, limit: Self.longestFile), as: UTF8.self)
        let passphrase = line.prefix { !$0.isNewline }
        guard !passphrase.isEmpty else { throw CommandError(message: "the passphrase is empty") }
        return String(passphrase)
    }

    /// One to seal with: not too short, and typed twice where a person types it.
    func newPassphrase() throws -> String? {
        guard let passphrase = try passphrase() else { return nil }
        if let problem = SealedKeys.problem(withPassphrase: passphrase) {
            throw CommandError(message: "the passphrase \(problem)")
        }
        if passphraseFile == "-", isatty(STDIN_FILENO) == 1, try Self.typed("Once more: ") != passphrase {
            throw CommandError(message: "the two passphrases differ")
        }
        return passphrase
    }

    /// A line of standard input, which a terminal does not show while it is typed.
    private static func typed(_ question: String) throws -> String {
        var before = termios()
        let isTerminal = unsafe isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &before) == 0
        if isTerminal {
            var silent = before
            silent.c_lflag &= ~tcflag_t(ECHO)
            unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
            Messages.ask(question)
        }
        defer {
            if isTerminal {
                unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
                Messages.say("")
            }
        }
        guard let line = readLine() else { throw CommandError(message: "there is no passphrase") }
        return line
    }
}
