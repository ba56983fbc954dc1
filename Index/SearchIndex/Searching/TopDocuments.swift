/// The best documents so far: a heap of numbers that hold the score above and the place of the document, turned round,
/// below, so that one comparison decides and of equal scores the earlier document wins.
@safe struct TopDocuments: ~Copyable {
    // Safe: the heap's memory is this value's own, and no index leaves 0..<count.
    private let heap: UnsafeMutablePointer<UInt64>
    private let capacity: Int
    private(set) var count = 0
    /// Only what ranks after this is wanted.
    private let after: UInt64
    /// A document is taken only with a score above this.
    private(set) var threshold: Int32
    /// No document is wanted whose score is not above this, however many are.
    private var floor: Int32 = -1
    /// The best score offered, before `after` too, and what share of it is wanted.
    private var best: Int32 = -1
    private let shareOfBest: Double
    /// How many documents were offered with a score above the threshold of their time.
    private(set) var offered = 0
    /// So many offers are let through before the threshold rises.
    private let countLimit: Int
    /// All documents offered, packed, where they are kept; only the floor rises then.
    private var kept: [UInt64] = []
    private let keepsAll: Bool

    /// - Parameters:
    ///   - shareOfBest: no document is wanted that scores less than this share of the best one.
    ///   - keepsAll: whether all documents above the floor are kept beside the best.
    init(
        limit: Int, after: UInt64 = .max, countLimit: Int = 0, shareOfBest: Double = 0, keepsAll: Bool = false
    ) {
        capacity = limit
        unsafe heap = .allocate(capacity: max(1, limit))
        unsafe heap.initialize(repeating: 0, count: max(1, limit))
        self.after = after
        self.countLimit = countLimit
        self.shareOfBest = shareOfBest
        self.keepsAll = keepsAll
        threshold = limit == 0 && countLimit == 0 && !keepsAll ? .max : -1
    }

    deinit { unsafe heap.deallocate() }

    static func pack(score: Int32, place: UInt32) -> UInt64 {
        UInt64(UInt32(bitPattern: score)) << 32 | UInt64(UInt32.max - place)
    }

    /// Says that no document is wanted that does not score above this.
    mutating func raise(to floor: Int32) {
        self.floor = max(self.floor, floor)
        threshold = max(threshold, floor)
    }

    /// Offers a document. Documents of one segment come in order.
    @inline(__always)
    mutating func offer(score: Int32, place: UInt32) {
        guard score > threshold else { return }
        offered &+= 1
        let packed = Self.pack(score: score, place: place)
        if shareOfBest > 0, score > best {
            best = score
            raise(to: Int32((shareOfBest * Double(score)).rounded(.up)) &- 1)
        }
        if keepsAll { kept.append(packed) }
        if packed < after { insert(packed) }
    }

    private mutating func insert(_ packed: UInt64) {
        if capacity == 0 {
            if !keepsAll, offered > countLimit { threshold = .max }
            return
        }
        if count < capacity {
            unsafe heap[count] = packed
            count += 1
            siftUp(count - 1)
        } else {
            if unsafe packed > heap[0] {
                unsafe heap[0] = packed
                siftDown()
            }
        }
        if count == capacity, offered > countLimit, !keepsAll {
            threshold = unsafe max(threshold, Self.score(heap[0]))
        }
    }

    private func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard unsafe heap[child] < heap[parent] else { return }
            unsafe (heap[child], heap[parent]) = unsafe (heap[parent], heap[child])
            child = parent
        }
    }

    private func siftDown() {
        var parent = 0
        while 2 * parent + 1 < count {
            let (left, right) = (2 * parent + 1, 2 * parent + 2)
            let least = unsafe right < count && heap[right] < heap[left] ? right : left
            guard unsafe heap[least] < heap[parent] else { return }
            unsafe (heap[least], heap[parent]) = unsafe (heap[parent], heap[least])
            parent = least
        }
    }

    /// Best first.
    func sorted() -> [(score: Int32, place: UInt32)] {
        (0..<count).map { unsafe heap[$0] }.sorted(by: >).map { (Self.score($0), Self.place($0)) }
            .filter { $0.score > floor }
    }

    /// The places of all documents kept, rising.
    func places() -> [UInt32] {
        kept.filter { Self.score($0) > floor }.map { Self.place($0) }.sorted()
    }

    private static func score(_ packed: UInt64) -> Int32 { Int32(truncatingIfNeeded: packed >> 32) }
    private static func place(_ packed: UInt64) -> UInt32 { UInt32.max - UInt32(truncatingIfNeeded: packed) }
}
