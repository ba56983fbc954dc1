/// Values by key in bounded memory.
///
/// They live in two generations: when the young one is full it becomes the old one, and the old one is forgotten. A key
/// that is written again stays.
struct Generations<Value: Sendable>: Sendable {
    private var young: [String: Value] = [:]
    private var old: [String: Value] = [:]
    private let maxKeys: Int

    init(maxKeys: Int) { self.maxKeys = maxKeys }

    subscript(_ key: String) -> Value? { young[key] ?? old[key] }

    mutating func put(_ value: Value, for key: String) {
        if young.count >= max(1, maxKeys / 2), young[key] == nil {
            old = young
            young = [:]
        }
        young[key] = value
    }

    var count: Int { young.count + old.count }
}
