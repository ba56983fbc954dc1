/// What ratings need so that a buyer's purchases are not read from public lists.
enum RatingPrivacySchema {
    /// Ratings that are open already keep the order's number: it stands in their logs, which are only added to. So do
    /// they keep hashes without salt.
    ///
    /// The list of a subject's ratings is in the order of what it shows, the day of opening and the number of the log.
    static let step = """
        ALTER TABLE ratings ADD COLUMN log_number INTEGER;
        ALTER TABLE ratings ADD COLUMN salt TEXT;
        UPDATE ratings SET log_number = order_id WHERE revealed_at IS NOT NULL;
        DROP INDEX ratings_by_subject;
        CREATE INDEX ratings_by_subject ON ratings (subject_id, revealed_at / 86400000, log_number)
            WHERE revealed_at IS NOT NULL;
        """
}
