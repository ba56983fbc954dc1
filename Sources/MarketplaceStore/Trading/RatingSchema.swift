/// The tables of ratings.
enum RatingSchema {
    /// `number` counts the lines of all logs, so that followers know what is new. Lines are added and never changed.
    static let ratings = """
        CREATE TABLE ratings (
            order_id INTEGER NOT NULL REFERENCES orders (id),
            author_role TEXT NOT NULL CHECK (author_role IN ('buyer', 'seller')),
            author_id INTEGER NOT NULL REFERENCES accounts (id),
            subject_id INTEGER NOT NULL REFERENCES accounts (id),
            verdict TEXT NOT NULL CHECK (verdict IN ('good', 'neutral', 'bad')),
            as_described INTEGER,
            service INTEGER,
            logistics INTEGER,
            words TEXT NOT NULL,
            given_at INTEGER NOT NULL,
            revealed_at INTEGER,
            reply TEXT,
            addition TEXT,
            hidden_reason TEXT,
            PRIMARY KEY (order_id, author_role)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX ratings_by_subject ON ratings (subject_id, order_id) WHERE revealed_at IS NOT NULL;
        CREATE TABLE rating_windows (
            order_id INTEGER PRIMARY KEY REFERENCES orders (id),
            ends_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX rating_windows_by_end ON rating_windows (ends_at);
        CREATE TABLE rating_log (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            subject_id INTEGER NOT NULL REFERENCES accounts (id),
            sequence INTEGER NOT NULL,
            text TEXT NOT NULL,
            hash TEXT NOT NULL,
            at INTEGER NOT NULL,
            UNIQUE (subject_id, sequence)
        ) STRICT;
        CREATE TRIGGER rating_log_stays BEFORE UPDATE ON rating_log
        BEGIN SELECT RAISE(ABORT, 'the rating log is only added to'); END;
        CREATE TRIGGER rating_log_is_kept BEFORE DELETE ON rating_log
        BEGIN SELECT RAISE(ABORT, 'the rating log is only added to'); END;
        CREATE TABLE secrets (
            name TEXT PRIMARY KEY NOT NULL,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO secrets (name, value) VALUES ('pseudonyms', randomblob(32));
        """

    /// Consents are kept with both their times.
    static let credit = """
        CREATE TABLE credit_consents (
            account_id INTEGER NOT NULL REFERENCES accounts (id),
            given_at INTEGER NOT NULL,
            revoked_at INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX credit_consents_open ON credit_consents (account_id) WHERE revoked_at IS NULL;
        """
}
