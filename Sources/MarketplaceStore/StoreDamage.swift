import GRDB
import Synchronization

/// How often this process has read something else from a store than was written: for metrics, since damage is looked for
/// by hand only once somebody knows of it.
public enum StoreDamage {
    private static let counted = Atomic<Int>(0)

    public static var count: Int { counted.load(ordering: .relaxed) }

    static func found() { counted.wrappingAdd(1, ordering: .relaxed) }

    /// What can be read of several rows: of all together, or, where that meets damage, of each by itself; what is damaged is
    /// left out and counted. A disk that cannot be read at all is another trouble, and passes.
    static func readable<ID, Value>(_ ids: [ID], _ read: ([ID]) throws -> [Value]) throws -> [Value] {
        do {
            return try read(ids)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            guard ids.count == 1 else { return try ids.flatMap { try readable([$0], read) } }
            found()
            return []
        }
    }
}
