import Foundation

/// Hands elements from one thread to others, a bounded number waiting. Closing ends the takers once it is empty.
final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    // Safe to share: every access to the state is under the condition's lock.
    private let condition = NSCondition()
    private let capacity: Int
    private var waiting: [Element] = []
    private var isClosed = false

    init(capacity: Int) { self.capacity = capacity }

    /// Waits for room. Returns false where the queue was closed: the element is dropped.
    func put(_ element: Element) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while waiting.count >= capacity, !isClosed { condition.wait() }
        guard !isClosed else { return false }
        waiting.append(element)
        condition.broadcast()
        return true
    }

    /// Waits for an element; nil once the queue is closed and empty.
    func take() -> Element? {
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty, !isClosed { condition.wait() }
        guard !waiting.isEmpty else { return nil }
        condition.broadcast()
        return waiting.removeFirst()
    }

    func close() {
        condition.lock()
        isClosed = true
        condition.broadcast()
        condition.unlock()
    }
}
