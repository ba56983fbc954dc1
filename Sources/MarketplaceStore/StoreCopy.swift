import GRDB

/// A store's tables in a fresh file, without its keys.
///
/// Tables are copied and not pages: a page of the keys never comes into the copy, so one that is interrupted anywhere holds
/// not a byte of them. Where the tables are alike SQLite moves whole rows and index entries without taking them apart
/// (sqlite.org/lang_vacuum.html does the same), in one pass and without files of its own: the copy takes the room of the
/// store, once, on its own disk.
enum StoreCopy {
    /// - Parameter passphrase: Seals the keys in the copy; nil leaves them out.
    /// - Returns: The copy, open.
    /// - Complexity: O(bytes of the store), in one snapshot of it. The WAL cannot be emptied past that while it lasts.
    static func make(of store: String, at path: String, passphrase: String?) throws -> DatabaseQueue {
        var configuration = Configuration()
        // With foreign keys each row would be looked at. They are checked when all is there.
        configuration.foreignKeysEnabled = false
        let copy = try DatabaseQueue(path: path, configuration: configuration)
        try copy.writeWithoutTransaction { database in
            // Half a copy is thrown away, and a whole one is synced at its end.
            try database.execute(
                sql: """
                    PRAGMA journal_mode = OFF;
                    PRAGMA synchronous = OFF;
                    PRAGMA cache_size = -16384;
                    PRAGMA cell_size_check = ON;
                    """)
            try database.execute(sql: "ATTACH DATABASE ? AS market", arguments: [store])
            try database.inTransaction(.deferred) {
                try fill(database)
                if let passphrase { try StoredKeys.seal(from: "market", passphrase: passphrase, database) }
                return .commit
            }
            try database.execute(sql: "DETACH DATABASE market")
        }
        return copy
    }

    private static func fill(_ database: Database) throws {
        try create("table", database)
        // Before the rows: an index of an empty table takes the entries of the other as they are, without sorting.
        try create("index", database)
        let names = try String.all(
            #"SELECT name FROM market.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'"#,
            database)
        for name in names where name != StoredKeys.table {
            try database.execute(sql: "INSERT INTO main.\(name) SELECT * FROM market.\(name)")
        }
        // Numbers that were given are never given again.
        try database.execute(
            sql: """
                DELETE FROM main.sqlite_sequence;
                INSERT INTO main.sqlite_sequence SELECT * FROM market.sqlite_sequence;
                """)
        try create("trigger", database)
    }

    private static func create(_ type: String, _ database: Database) throws {
        let sql = #"""
            SELECT sql FROM market.sqlite_schema
            WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY rowid
            """#
        for statement in try String.all(sql, database, [type]) { try database.execute(sql: statement) }
    }
}
