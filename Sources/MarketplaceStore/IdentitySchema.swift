/// What tells one store from another, and a store from itself as it was before it was put back to an older state.
enum IdentitySchema {
    /// `change_histories` has a row for each process that has written listings: the random name that it took, and the last
    /// change before its first. A store that is put back loses the names that came later, so whoever has followed the lost
    /// changes can tell.
    ///
    /// `account_gaps` holds the numbers that no account has: until this step a user name that was taken used up a number.
    static let step = """
        CREATE TABLE store_identity (
            name TEXT PRIMARY KEY NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO store_identity (name) VALUES (lower(hex(randomblob(16))));
        CREATE TABLE change_histories (
            after_sequence INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE account_gaps (
            first INTEGER PRIMARY KEY,
            last INTEGER NOT NULL
        ) STRICT;
        INSERT INTO account_gaps (first, last)
            SELECT previous + 1, id - 1 FROM (SELECT id, LAG(id, 1, 0) OVER (ORDER BY id) AS previous FROM accounts)
            WHERE id > previous + 1;
        INSERT INTO account_gaps (first, last)
            SELECT newest + 1, given FROM (
                SELECT (SELECT COALESCE(MAX(id), 0) FROM accounts) AS newest,
                    COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'accounts'), 0) AS given)
            WHERE given > newest;
        """
}
