import Catalog
import GRDB

/// The rows of the table `categories`.
enum Categories {
    static func insert(_ category: Category, _ database: Database) throws {
        let sql = """
            INSERT INTO categories (id, position, parent_id, slug, name_zh, name_en)
            VALUES (?, (SELECT COUNT(*) FROM categories), ?, ?, ?, ?)
            """
        try database.cachedStatement(sql: sql).execute(
            arguments: [
                category.id, category.parentID, category.slug, category.nameChinese, category.nameEnglish,
            ])
    }

    static func all(_ database: Database) throws -> [Category] {
        let sql = "SELECT id, parent_id, slug, name_zh, name_en FROM categories ORDER BY position"
        return try Row.fetchAll(database, sql: sql).map { row in
            try Category(
                id: row.value(0), parentID: row.value(1), slug: row.value(2), nameChinese: row.value(3),
                nameEnglish: row.value(4))
        }
    }
}
