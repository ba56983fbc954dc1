import ArgumentParser
import Foundation
import PrivateFiles

/// Where a password comes from. Never from an argument, which every process of the machine can read.
struct PasswordSource: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read the password from the first line of a file that only you can read, or of standard input ('-').",
            valueName: "file"))
    var passwordFile: String?

    /// - Parameter isNew: asks twice, so that a slip of the finger is seen.
    func password(isNew: Bool, connection: Connection) throws -> String {
        let password: String?
        if passwordFile == "-" {
            password = readLine()
        } else if let passwordFile {
            password = try String(decoding: PrivateFiles.read(passwordFile, limit: 4096), as: UTF8.self)
                .split(separator: "\n", omittingEmptySubsequences: false)
                .first.map { String($0.hasSuffix("\r") ? $0.dropLast() : $0) }
        } else {
            guard connection.mayAsk else {
                throw CommandFailure.usage("a password is needed: type it at a terminal, or use --password-file")
            }
            password = Terminal.askSecretly("Password: ")
            if isNew, let password, !password.isEmpty, Terminal.askSecretly("Once more: ") != password {
                throw CommandFailure.usage("the two passwords differ")
            }
        }
        guard let password, !password.isEmpty else { throw CommandFailure.cancelled }
        return password
    }
}
