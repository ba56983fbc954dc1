import Synchronization

/// How often this process has read something else from a store than was written: for metrics, since damage is looked for
/// by hand only once somebody knows of it.
public enum StoreDamage {
    private static let counted = Atomic<Int>(0)

    public static var count: Int { counted.load(ordering: .relaxed) }

    static func found() { counted.wrappingAdd(1, ordering: .relaxed) }
}
