import GRDB
import Orders

/// How the clock stands in its one row.
enum ClockRows {
    static func record(_ database: Database) throws -> ClockRecord? {
        let sql = """
            SELECT wall, uptime, boot, is_astray, accepted_wall, accepted_uptime, accepted_boot FROM market_clock
            """
        return try Row.fetchOne(database.cachedStatement(sql: sql)).map { row in
            var accepted: ClockReading?
            if let wall: Int64 = try row.value(4), let uptime: Int64 = try row.value(5) {
                accepted = ClockReading(
                    wallMilliseconds: wall, uptimeMilliseconds: uptime, bootID: try row.value(6))
            }
            return try ClockRecord(
                look: ClockReading(
                    wallMilliseconds: row.value(0), uptimeMilliseconds: row.value(1), bootID: row.value(2)),
                isAstray: row.value(3), accepted: accepted)
        }
    }

    static func write(_ record: ClockRecord, _ database: Database) throws {
        let sql = """
            INSERT OR REPLACE INTO market_clock
                (id, wall, uptime, boot, is_astray, accepted_wall, accepted_uptime, accepted_boot)
            VALUES (1, ?, ?, ?, ?, ?, ?, ?)
            """
        try database.cachedStatement(sql: sql).execute(arguments: [
            record.look.wallMilliseconds, record.look.uptimeMilliseconds, record.look.bootID, record.isAstray,
            record.accepted?.wallMilliseconds, record.accepted?.uptimeMilliseconds, record.accepted?.bootID,
        ])
    }

    /// Every column that says when something happens by itself, or until when something is remembered.
    static let movingStatements = [
        "UPDATE orders SET deadline = deadline + ?1 WHERE deadline IS NOT NULL",
        "UPDATE orders SET lapsed_at = lapsed_at + ?1 WHERE lapsed_at IS NOT NULL",
        "UPDATE rating_windows SET ends_at = ends_at + ?1",
        """
        UPDATE payments SET next_attempt_at = next_attempt_at + ?1, created_at = created_at + ?1
        WHERE state = 'requested'
        """,
        "UPDATE refunds SET next_attempt_at = next_attempt_at + ?1 WHERE state = 'requested'",
        "UPDATE idempotency_keys SET created_at = created_at + ?1",
    ]

    static func moveDeadlines(byMilliseconds: Int64, _ database: Database) throws {
        for sql in movingStatements { try database.execute(sql: sql, arguments: [byMilliseconds]) }
    }
}
