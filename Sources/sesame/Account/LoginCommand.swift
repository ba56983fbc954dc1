import ArgumentParser

struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Log in, and keep the token for later commands.",
        discussion: "The token is kept in SESAME_CONFIG_DIR, else in XDG_CONFIG_HOME or ~/.config, mode 0600.")

    @Argument(help: "Your name.")
    var username: String

    @OptionGroup var passwordSource: PasswordSource
    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func run() async throws {
        let client = try connection.client()
        let password = try passwordSource.password(isNew: false, connection: connection)
        let account = try await Login(client: client).run(username: username, password: password)
        try output.show(account, as: account.table)
    }
}
