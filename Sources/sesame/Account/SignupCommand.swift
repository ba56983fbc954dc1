import ArgumentParser
import MarketplaceClient
import MarketplaceWire

struct SignupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signup", abstract: "Open an account and log in.",
        discussion: "Opening an account, listing and selling cost nothing.")

    @Argument(help: "Your name: Latin letters, digits, '_' and '-'.")
    var username: String

    @Option(help: "Your shop's name, in any script. (default: your name)")
    var displayName: String?

    @OptionGroup var passwordSource: PasswordSource
    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func run() async throws {
        let client = try connection.client()
        let password = try passwordSource.password(isNew: true, connection: connection)
        let account = try await client.signUp(
            AccountRequest(username: username, password: password, displayName: displayName))
        try await Login(client: client).run(username: username, password: password)
        try output.show(account, as: account.table)
        if Terminal.standardErrorIsTerminal { Terminal.say("Logged in at \(client.server).") }
    }
}
