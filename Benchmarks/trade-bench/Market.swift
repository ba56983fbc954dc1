import AsyncHTTPClient
import Foundation
import MarketplaceClient
import MarketplaceWire
import NIOCore

/// The market as the load sees it: at an address that may change when it is started anew.
struct Market: Sendable {
    var server: String
    var portFile: String?

    /// A request that has failed for so long has failed.
    private static let patience = Duration.seconds(120)

    func client(token: String?) throws -> MarketplaceClient {
        guard let portFile else { return try MarketplaceClient(server: server, token: token) }
        // While the server starts there is no file: never somebody else's server then.
        guard let text = try? String(contentsOfFile: portFile, encoding: .utf8),
            let port = Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { throw ClientError.unreachable(server: portFile, reason: "holds no port") }
        return try MarketplaceClient(server: "http://127.0.0.1:\(port)", token: token)
    }

    /// Asks until there is an answer, whatever happens to the server meanwhile.
    func ask<Value>(
        as token: String?, _ work: (MarketplaceClient) async throws -> Value
    ) async throws -> Value {
        let start = ContinuousClock.now
        while true {
            do {
                return try await work(try client(token: token))
            } catch let error as ClientError {
                guard Self.mayBeAskedAgain(error), start.duration(to: .now) < Self.patience else { throw error }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private static func mayBeAskedAgain(_ error: ClientError) -> Bool {
        switch error {
        case .unreachable, .interrupted: true
        case .problem(let problem): problem.status == 503
        case .unexpected, .invalidServer: false
        }
    }

    /// The store's writes and commits so far; nil where the server does not tell.
    func counters() async throws -> (writes: Int, commits: Int)? {
        let client = try client(token: nil)
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: client.server + "/metrics"), timeout: .seconds(10))
        let text = String(decoding: try await response.body.collect(upTo: 4 << 20).readableBytesView, as: UTF8.self)
        let value = { (name: String) in
            text.split(separator: "\n").first { $0.hasPrefix(name + " ") }.flatMap { Int($0.dropFirst(name.count + 1)) }
        }
        guard let writes = value("sesame_store_writes_total"), let commits = value("sesame_store_commits_total") else {
            return nil
        }
        return (writes, commits)
    }
}

/// The accounts that trade.
struct People: Sendable {
    struct Person: Sendable {
        var id: Int64
        var token: String
    }

    var sellers: [Person]
    var buyers: [Person]
    /// One of each seller.
    var listings: [ListingResource]

    static let quantity = 1_000_000

    static func signUp(sellers: Int, buyers: Int, in market: Market) async throws -> People {
        var people = People(sellers: [], buyers: [], listings: [])
        for _ in 0..<sellers { people.sellers.append(try await person("seller-", in: market)) }
        for _ in 0..<buyers { people.buyers.append(try await person("buyer-", in: market)) }
        for (number, seller) in people.sellers.enumerated() {
            people.listings.append(
                try await market.ask(as: seller.token) { client in
                    try await client.create(
                        ListingRequest(
                            title: "压力测试 load \(number)", categoryID: 3030, condition: nil, priceMinor: 1_250,
                            currency: "CNY", quantity: quantity, region: "CN-ZJ", shipsTo: ["CN"]))
                })
        }
        return people
    }

    private static func person(_ prefix: String, in market: Market) async throws -> Person {
        let password = "\(UInt64.random(in: 0...UInt64.max))-\(UInt64.random(in: 0...UInt64.max))"
        let account = try await market.ask(as: nil) { client in
            // Another name each time: an account whose answer was lost is there all the same.
            let name = prefix + String(UInt64.random(in: 0...UInt64.max), radix: 36)
            return try await client.signUp(AccountRequest(username: name, password: password))
        }
        let token = try await market.ask(as: nil) { client in
            try await client.logIn(TokenRequest(username: account.username, password: password))
        }
        return Person(id: account.id, token: token.token)
    }
}
