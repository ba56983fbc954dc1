/// The columns and indexes of unpaid orders, and the table of the clock.
enum HoldSchema {
    /// Orders that had lapsed before this step are not held against anybody.
    static let holds = """
        ALTER TABLE orders ADD COLUMN lapsed_at INTEGER;
        CREATE INDEX orders_lapsed ON orders (buyer_id, lapsed_at) WHERE lapsed_at IS NOT NULL;
        CREATE INDEX orders_holding ON orders (listing_id) WHERE state = 'created';
        """

    /// One row at most.
    static let clock = """
        CREATE TABLE market_clock (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            wall INTEGER NOT NULL,
            uptime INTEGER NOT NULL,
            boot TEXT,
            is_astray INTEGER NOT NULL CHECK (is_astray IN (0, 1)),
            accepted_wall INTEGER,
            accepted_uptime INTEGER,
            accepted_boot TEXT
        ) STRICT;
        """
}
