/// Figures of the memory allocator for `/metrics`, read where the allocator is linked.
public struct AllocatorStatistics: Sendable {
    /// All in bytes.
    public struct Reading: Hashable, Sendable {
        /// In use by the program.
        public var allocated: Int
        /// In pages that hold something in use.
        public var active: Int
        /// In physical memory, as far as the allocator knows.
        public var resident: Int
        /// In mappings, given back to the system or not.
        public var mapped: Int
        /// Kept as address space without memory behind it.
        public var retained: Int

        public init(allocated: Int, active: Int, resident: Int, mapped: Int, retained: Int) {
            self.allocated = allocated
            self.active = active
            self.resident = resident
            self.mapped = mapped
            self.retained = retained
        }
    }

    /// Nil where the allocator tells nothing.
    public var read: @Sendable () -> Reading?

    public init(read: @escaping @Sendable () -> Reading?) { self.read = read }

    public static let none = AllocatorStatistics { nil }
}
