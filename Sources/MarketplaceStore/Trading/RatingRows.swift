import GRDB
import Ratings

/// How a rating stands in its row.
enum RatingRows {
    private static let columns = """
        order_id, author_role, author_id, subject_id, verdict, as_described, service, logistics, words, given_at,
        revealed_at, reply, addition, hidden_reason, log_number, salt
        """

    static func insert(_ rating: Rating, _ database: Database) throws {
        let sql = "INSERT INTO ratings (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        try database.cachedStatement(sql: sql).execute(arguments: [
            rating.orderID, rating.authorRole.rawValue, rating.authorID, rating.subjectID, rating.verdict.rawValue,
            rating.scores?.asDescribed, rating.scores?.service, rating.scores?.logistics, rating.words,
            rating.givenAtMilliseconds, rating.revealedAtMilliseconds, rating.reply, rating.addition,
            rating.hiddenReason, rating.logNumber, rating.salt,
        ])
    }

    /// What may change: that it is opened, answered, added to, hidden.
    static func update(_ rating: Rating, _ database: Database) throws {
        let sql = """
            UPDATE ratings SET revealed_at = ?, log_number = ?, reply = ?, addition = ?, hidden_reason = ?
            WHERE order_id = ? AND author_role = ?
            """
        try database.cachedStatement(sql: sql).execute(arguments: [
            rating.revealedAtMilliseconds, rating.logNumber, rating.reply, rating.addition, rating.hiddenReason,
            rating.orderID, rating.authorRole.rawValue,
        ])
    }

    static func ofOrder(_ orderID: Int64, _ database: Database) throws -> [Rating] {
        try all("WHERE order_id = ?", [orderID], database)
    }

    static func one(_ orderID: Int64, _ role: RatingRole, _ database: Database) throws -> Rating? {
        try all("WHERE order_id = ? AND author_role = ?", [orderID, role.rawValue], database).first
    }

    /// Opened ones behind a place. The condition is worded as the index is.
    static func ofSubject(
        _ subjectID: Int64, after place: RatingPlace?, limit: Int, _ database: Database
    ) throws -> [Rating] {
        let place = place ?? RatingPlace(day: .max, logNumber: .max)
        return try all(
            """
            WHERE subject_id = ?1 AND revealed_at IS NOT NULL
                AND revealed_at / 86400000 <= ?2 AND (revealed_at / 86400000 < ?2 OR log_number < ?3)
            ORDER BY revealed_at / 86400000 DESC, log_number DESC LIMIT ?4
            """, [subjectID, place.day, place.logNumber, max(0, limit)], database)
    }

    static func orderSides(_ orderID: Int64, _ database: Database) throws -> (buyerID: Int64, sellerID: Int64)? {
        let sql = "SELECT buyer_id, seller_id FROM orders WHERE id = ?"
        let found = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [orderID])
        if found == nil { try LostRows.check(orderID, .orders, database) }
        return try found.map { try ($0.value(0), $0.value(1)) }
    }

    private static func all(
        _ condition: String, _ arguments: StatementArguments, _ database: Database
    ) throws -> [Rating] {
        let statement = try database.cachedStatement(sql: "SELECT \(columns) FROM ratings \(condition)")
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            var scores: SubScores?
            if let asDescribed: Int = try row.value(5), let service: Int = try row.value(6),
                let logistics: Int = try row.value(7)
            {
                scores = SubScores(asDescribed: asDescribed, service: service, logistics: logistics)
            }
            var rating = try Rating(
                orderID: row.value(0), authorRole: OrderRows.known(row, 1, RatingRole.init(rawValue:)),
                authorID: row.value(2), subjectID: row.value(3),
                verdict: OrderRows.known(row, 4, Verdict.init(rawValue:)),
                scores: scores, words: row.value(8), salt: row.value(15), givenAtMilliseconds: row.value(9))
            rating.revealedAtMilliseconds = try row.value(10)
            rating.reply = try row.value(11)
            rating.addition = try row.value(12)
            rating.hiddenReason = try row.value(13)
            rating.logNumber = try row.value(14)
            return rating
        }
    }
}

/// The lines of the rating logs.
enum RatingLogRows {
    static func head(_ subjectID: Int64, _ database: Database) throws -> RatingLogLine? {
        let sql = """
            SELECT sequence, text, hash FROM rating_log WHERE subject_id = ? ORDER BY sequence DESC LIMIT 1
            """
        return try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [subjectID]).map(line)
    }

    static func append(
        _ line: RatingLogLine, _ subjectID: Int64, atMilliseconds: Int64, _ database: Database
    ) throws {
        let sql = "INSERT INTO rating_log (subject_id, sequence, text, hash, at) VALUES (?, ?, ?, ?, ?)"
        try database.cachedStatement(sql: sql)
            .execute(arguments: [subjectID, line.sequence, line.text, line.hash, atMilliseconds])
    }

    static func after(
        _ sequence: Int64, of subjectID: Int64, limit: Int, _ database: Database
    ) throws -> [RatingLogLine] {
        let sql = """
            SELECT sequence, text, hash FROM rating_log
            WHERE subject_id = ? AND sequence > ? ORDER BY sequence LIMIT ?
            """
        let lines = try Row.fetchAll(
            database.cachedStatement(sql: sql), arguments: [subjectID, sequence, max(0, limit)]
        ).map(line)
        // A log is only added to, and its numbers have no gaps.
        for (place, line) in lines.enumerated() where line.sequence != max(0, sequence) + Int64(place) + 1 {
            throw LostRows.lost("the rating log of account \(subjectID) has a gap before line \(line.sequence)")
        }
        return lines
    }

    static func subjects(
        after number: Int64, limit: Int, _ database: Database
    ) throws -> (subjects: [Int64], last: Int64) {
        let sql = "SELECT number, subject_id FROM rating_log WHERE number > ? ORDER BY number LIMIT ?"
        let rows = try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [number, limit])
        return try (rows.map { try $0.value(1) }, rows.last.map { try $0.value(0) } ?? number)
    }

    private static func line(_ row: Row) throws -> RatingLogLine {
        try RatingLogLine(sequence: row.value(0), text: row.value(1), hash: row.value(2))
    }
}
