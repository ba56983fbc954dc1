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
    /// How many documents were offered with a score above the threshold of their time.
    private(set) var offered = 0
    /// So many offers are let through before the threshold rises.
    private let countLimit: Int
    /// The places of all documents offered, where they are kept; the threshold does not rise then.
    private(set) var places: [UInt32] = []
    private let keepsPlaces: Bool

    init(limit: Int, after: UInt64 = .max, countLimit: Int = 0, keepsPlaces: Bool = false) {
        capacity = limit
        unsafe heap = .allocate(capacity: max(1, limit))
        unsafe heap.initialize(repeating: 0, count: max(1, limit))
        self.after = after
        self.countLimit = countLimit
        self.keepsPlaces = keepsPlaces
        threshold = limit == 0 && countLimit == 0 && !keepsPlaces ? .max : -1
    }

    deinit { unsafe heap.deallocate() }

    static func pack(score: Int32, place: UInt32) -> UInt64 {
        UInt64(UInt32(bitPattern: score)) << 32 | UInt64(UInt32.max - place)
    }

    /// Says that at least as many documents as are wanted score above this.
    mutating func raise(to floor: Int32) { threshold = max(threshold, floor) }

    /// Offers a document. Documents of one segment come in order.
    @inline(__always)
    mutating func offer(score: Int32, place: UInt32) {
        guard score > threshold else { return }
        offered &+= 1
        if keepsPlaces { places.append(place) }
        let packed = Self.pack(score: score, place: place)
        if packed < after { insert(packed) }
    }

    private mutating func insert(_ packed: UInt64) {
        if capacity == 0 {
            if !keepsPlaces, offered > countLimit { threshold = .max }
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
        if count == capacity, offered > countLimit, !keepsPlaces {
            threshold = unsafe max(threshold, Int32(truncatingIfNeeded: heap[0] >> 32))
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
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where unsafe child < count && heap[child] < heap[least] {
                least = child
            }
            guard least != parent else { return }
            unsafe (heap[least], heap[parent]) = unsafe (heap[parent], heap[least])
            parent = least
        }
    }

    /// Best first.
    func sorted() -> [(score: Int32, place: UInt32)] {
        (0..<count).map { unsafe heap[$0] }.sorted(by: >).map {
            (Int32(truncatingIfNeeded: $0 >> 32), UInt32.max - UInt32(truncatingIfNeeded: $0))
        }
    }
}
