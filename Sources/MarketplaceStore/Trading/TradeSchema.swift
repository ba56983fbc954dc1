/// The tables of orders, payments and the ledger.
enum TradeSchema {
    /// Keys are random: answers stand in the order in which they came, and only the small index is written all over.
    ///
    /// The item is the listing as it was bought and never changes; what happens later stands in columns of its own.
    static let orders = """
        DROP INDEX listings_active;
        CREATE INDEX listings_on_sale ON listings (id) WHERE status = 'active' AND quantity > 0;
        CREATE TABLE orders (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            buyer_id INTEGER NOT NULL REFERENCES accounts (id),
            seller_id INTEGER NOT NULL REFERENCES accounts (id),
            quantity INTEGER NOT NULL CHECK (quantity > 0),
            created_at INTEGER NOT NULL,
            listing_id INTEGER NOT NULL REFERENCES listings (id),
            listing_version INTEGER NOT NULL,
            title TEXT NOT NULL,
            description TEXT NOT NULL,
            category_id INTEGER NOT NULL,
            condition TEXT NOT NULL,
            price INTEGER NOT NULL,
            currency TEXT NOT NULL,
            shipping_fee INTEGER NOT NULL,
            region TEXT NOT NULL,
            attributes TEXT NOT NULL,
            delivery_name TEXT NOT NULL,
            delivery_address TEXT NOT NULL,
            delivery_region TEXT NOT NULL,
            fee INTEGER NOT NULL CHECK (fee = 0),
            state TEXT NOT NULL,
            version INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            deadline INTEGER,
            paid_at INTEGER,
            shipped_at INTEGER,
            ended_at INTEGER,
            payment_id INTEGER,
            shipping_kind TEXT,
            carrier TEXT,
            tracking TEXT,
            extensions INTEGER NOT NULL,
            refund_requests INTEGER NOT NULL,
            refund_amount INTEGER,
            refund_reason TEXT,
            refund_refusal TEXT,
            interrupted_state TEXT,
            remaining INTEGER,
            refunded INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX orders_by_buyer ON orders (buyer_id, id);
        CREATE INDEX orders_by_seller ON orders (seller_id, id);
        CREATE INDEX orders_due ON orders (deadline) WHERE deadline IS NOT NULL;
        CREATE INDEX orders_disputed ON orders (id) WHERE state = 'disputed';
        CREATE TABLE order_history (
            order_id INTEGER NOT NULL REFERENCES orders (id),
            version INTEGER NOT NULL,
            event TEXT NOT NULL,
            actor TEXT NOT NULL,
            state TEXT NOT NULL,
            note TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (order_id, version)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE payments (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            order_id INTEGER NOT NULL REFERENCES orders (id),
            amount INTEGER NOT NULL CHECK (amount > 0),
            currency TEXT NOT NULL,
            state TEXT NOT NULL,
            reservation INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            next_attempt_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX payments_by_order ON payments (order_id, id);
        CREATE INDEX payments_due ON payments (next_attempt_at) WHERE state = 'requested';
        CREATE TABLE refunds (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            payment_id INTEGER NOT NULL REFERENCES payments (id),
            order_id INTEGER NOT NULL REFERENCES orders (id),
            amount INTEGER NOT NULL CHECK (amount > 0),
            currency TEXT NOT NULL,
            state TEXT NOT NULL,
            reservation INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            next_attempt_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX refunds_by_order ON refunds (order_id, id);
        CREATE INDEX refunds_due ON refunds (next_attempt_at) WHERE state = 'requested';
        CREATE TABLE operator_acts (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            operator TEXT NOT NULL,
            act TEXT NOT NULL,
            subject TEXT NOT NULL,
            reason TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE idempotency_keys (
            account_id INTEGER NOT NULL,
            key TEXT NOT NULL,
            fingerprint BLOB NOT NULL,
            answer BLOB NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX idempotency_keys_by_key ON idempotency_keys (account_id, key);
        CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at);
        """

    /// Lines are added and never changed: the triggers keep it so for whoever comes by another way.
    static let ledger = """
        CREATE TABLE ledger_entries (
            sequence INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            debit TEXT NOT NULL,
            credit TEXT NOT NULL,
            amount INTEGER NOT NULL CHECK (amount > 0),
            currency TEXT NOT NULL,
            pending_sequence INTEGER REFERENCES ledger_entries (sequence),
            order_id INTEGER,
            link_sequence INTEGER,
            at INTEGER NOT NULL,
            hash BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX ledger_settlements ON ledger_entries (pending_sequence) WHERE pending_sequence IS NOT NULL;
        CREATE INDEX ledger_by_debit ON ledger_entries (debit, sequence);
        CREATE INDEX ledger_by_credit ON ledger_entries (credit, sequence);
        CREATE TRIGGER ledger_entries_stay BEFORE UPDATE ON ledger_entries
        BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;
        CREATE TRIGGER ledger_entries_are_kept BEFORE DELETE ON ledger_entries
        BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;
        CREATE TABLE ledger_balances (
            account TEXT NOT NULL,
            currency TEXT NOT NULL,
            debits_posted INTEGER NOT NULL,
            credits_posted INTEGER NOT NULL,
            debits_pending INTEGER NOT NULL,
            credits_pending INTEGER NOT NULL,
            PRIMARY KEY (account, currency)
        ) STRICT, WITHOUT ROWID;
        """

    /// Payments get names that are never given twice, not even after a restore; what operators did stays written.
    ///
    /// A payment that was given up was so by the market alone: it is `cancelled` now, and the provider's word counts still.
    static let references = """
        ALTER TABLE payments ADD COLUMN reference TEXT NOT NULL DEFAULT '';
        UPDATE payments SET reference = 'payment-' || id, state = iif(state = 'expired', 'cancelled', state);
        CREATE UNIQUE INDEX payments_by_reference ON payments (reference);
        ALTER TABLE refunds ADD COLUMN reference TEXT NOT NULL DEFAULT '';
        UPDATE refunds SET reference = 'refund-' || id;
        CREATE UNIQUE INDEX refunds_by_reference ON refunds (reference);
        CREATE INDEX refunds_refused ON refunds (id) WHERE state = 'refused';
        CREATE INDEX orders_unpaid ON orders (buyer_id) WHERE state = 'created';
        CREATE TRIGGER operator_acts_stay BEFORE UPDATE ON operator_acts
        BEGIN SELECT RAISE(ABORT, 'the acts are only added to'); END;
        CREATE TRIGGER operator_acts_are_kept BEFORE DELETE ON operator_acts
        BEGIN SELECT RAISE(ABORT, 'the acts are only added to'); END;
        """
}
