extension AccountService {
    /// The device of a token that was given out at a log-in to this account; nil where the text is none, or of another
    /// account, or was given out too long ago.
    ///
    /// Only who holds such a token learns anything by it: whether it is of the account of that name.
    public func knownDevice(_ text: String, username: String) async throws -> KnownDevice? {
        guard AccountRules.usernameProblem(username) == nil, let token = DeviceToken(text),
            let record = try await store.device(hash: token.hash), now() < record.expiresAtMilliseconds,
            try await store.credentials(username: username)?.account.id == record.accountID
        else { return nil }
        return KnownDevice(text: text, username: username.lowercased(), record: record)
    }

    /// What the device shows next time: what it showed this time, or a new token where it is to be remembered.
    func remember(_ origin: LoginOrigin, of account: Account) async throws -> String? {
        let now = now()
        if let device = origin.device {
            if now - device.record.usedAtMilliseconds >= DeviceRules.renewalMilliseconds {
                try await keep(device.record.hash, of: account, now)
            }
            return device.text
        }
        guard origin.isToBeRemembered else { return nil }
        let token = DeviceToken(bytes: randomBytes(SecretText.byteCount))
        try await keep(token.hash, of: account, now)
        return token.text
    }

    private func keep(_ hash: [UInt8], of account: Account, _ now: Int64) async throws {
        let record = DeviceRecord(
            hash: hash, accountID: account.id, usedAtMilliseconds: now,
            expiresAtMilliseconds: now + DeviceRules.lifetimeMilliseconds)
        try await store.keep(record, most: DeviceRules.maxPerAccount)
    }
}
