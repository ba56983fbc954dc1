import Catalog
import GRDB

/// The tables, as steps that each run once. A step that has been released never changes: a new one follows it.
enum Schema {
    /// - Parameter migrates: Whether steps that are missing are made.
    /// - Throws: `StoreError.tooNew` where a newer version has made steps that this one does not know; `.tooOld` where steps
    ///   are missing and may not be made; `.corrupt` where the file is another program's.
    static func bringUp(_ pool: DatabasePool, migrates: Bool) throws {
        guard try !pool.read(isTooNew) else { throw StoreError.tooNew(path: pool.path) }
        if migrates { return try migrator.migrate(pool) }
        guard try pool.read(isStore) else {
            throw StoreError.corrupt(path: pool.path, reason: "it holds no marketplace")
        }
        guard try pool.read(migrator.hasCompletedMigrations) else { throw StoreError.tooOld(path: pool.path) }
    }

    static func isTooNew(_ database: Database) throws -> Bool {
        try migrator.hasBeenSuperseded(database)
    }

    /// Whether the file has gone through any step: another program's database has not.
    static func isStore(_ database: Database) throws -> Bool {
        try !migrator.appliedIdentifiers(database).isEmpty
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        // GRDB would read the whole file for rows that point to none after every step, and keep writers waiting meanwhile.
        // It has to be done by a step that makes a table anew, which none of these does.
        func step(_ name: String, _ change: @escaping @Sendable (Database) throws -> Void) {
            migrator.registerMigration(name, foreignKeyChecks: .immediate, migrate: change)
        }
        step("1 accounts") { try $0.execute(sql: accounts) }
        step("2 categories") { database in
            try database.execute(sql: categories)
            for category in CategorySeed.categories { try Categories.insert(category, database) }
        }
        step("3 listings") { try $0.execute(sql: listings) }
        step("4 orders") { try $0.execute(sql: TradeSchema.orders) }
        step("5 ledger") { try $0.execute(sql: TradeSchema.ledger) }
        step("6 ratings") { try $0.execute(sql: RatingSchema.ratings) }
        step("7 credit") { try $0.execute(sql: RatingSchema.credit) }
        step("8 references") { try $0.execute(sql: TradeSchema.references) }
        step("9 rating privacy") { try $0.execute(sql: RatingPrivacySchema.step) }
        step("10 holds") { try $0.execute(sql: HoldSchema.holds) }
        step("11 clock") { try $0.execute(sql: HoldSchema.clock) }
        step("13 devices") { try $0.execute(sql: DeviceRows.schema) }
        step("14 seller totals") { database in
            try database.execute(sql: SellerTotals.schema)
            try SellerTotals.recount(database)
        }
        step("19 identity") { try $0.execute(sql: IdentitySchema.step) }
        step("20 ended orders") { try $0.execute(sql: CreditRows.index) }
        return migrator
    }

    private static let accounts = """
        CREATE TABLE accounts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            username TEXT NOT NULL COLLATE NOCASE UNIQUE,
            display_name TEXT NOT NULL,
            password_hash TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE tokens (
            hash BLOB PRIMARY KEY NOT NULL,
            account_id INTEGER NOT NULL REFERENCES accounts (id),
            scopes TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX tokens_by_expiry ON tokens (expires_at);
        """

    private static let categories = """
        CREATE TABLE categories (
            id INTEGER PRIMARY KEY,
            position INTEGER NOT NULL,
            parent_id INTEGER REFERENCES categories (id),
            slug TEXT NOT NULL UNIQUE,
            name_zh TEXT NOT NULL,
            name_en TEXT NOT NULL
        ) STRICT;
        """

    /// `ships_to` and `attributes` are lists as `TextList` writes them. `listing_changes` holds the newest change of each
    /// listing: a change takes the place of the one before it under a new, higher number, so the log grows with the
    /// listings and not with their history.
    private static let listings = """
        CREATE TABLE listings (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            seller_id INTEGER NOT NULL REFERENCES accounts (id),
            status TEXT NOT NULL CHECK (status IN ('active', 'closed', 'deleted')),
            version INTEGER NOT NULL CHECK (version > 0),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            title TEXT NOT NULL,
            description TEXT NOT NULL,
            category_id INTEGER NOT NULL REFERENCES categories (id),
            condition TEXT NOT NULL CHECK (condition IN ('new', 'like_new', 'good', 'fair', 'for_parts')),
            price INTEGER NOT NULL,
            currency TEXT NOT NULL,
            quantity INTEGER NOT NULL,
            region TEXT NOT NULL,
            ships_to TEXT NOT NULL,
            shipping_fee INTEGER NOT NULL,
            attributes TEXT NOT NULL
        ) STRICT;
        CREATE INDEX listings_by_seller ON listings (seller_id, id) WHERE status <> 'deleted';
        CREATE INDEX listings_active ON listings (id) WHERE status = 'active';
        CREATE TABLE listing_changes (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            listing_id INTEGER NOT NULL UNIQUE REFERENCES listings (id)
        ) STRICT;
        """
}
