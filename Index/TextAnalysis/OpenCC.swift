import COpenCC
import Locking

/// One of OpenCC's conversions between the scripts and the usages of Chinese.
@safe final class OpenCC: Sendable {
    // Safe: the handle is used under the lock alone.
    @safe private struct Handle: @unchecked Sendable {
        let converter: opencc_t?
    }

    private let handle: Locked<Handle>

    /// - Parameter configuration: the name of a conversion that OpenCC comes with: `t2s`, `tw2sp`.
    init(_ configuration: String) {
        let opened = unsafe opencc_open(configuration + ".json")
        // OpenCC's sign of failure is a handle of -1.
        let isOpen = Int(bitPattern: opened) != -1
        handle = unsafe Locked(Handle(converter: isOpen ? opened : nil))
    }

    deinit {
        handle.withLock { handle in
            if let converter = unsafe handle.converter { _ = unsafe opencc_close(converter) }
        }
    }

    /// The text converted; nil where the conversion's data are not installed.
    func convert(_ text: String) -> String? {
        handle.withLock { handle in
            guard let converter = unsafe handle.converter else { return nil }
            var text = text
            return text.withUTF8 { bytes -> String? in
                guard let start = bytes.baseAddress, bytes.count > 0 else { return "" }
                return unsafe start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { start -> String? in
                    guard let converted = unsafe opencc_convert_utf8(converter, start, bytes.count) else { return nil }
                    defer { unsafe opencc_convert_utf8_free(converted) }
                    return unsafe String(cString: converted)
                }
            }
        }
    }
}

/// What a word is called elsewhere: 軟體 in Taiwan is 软件 in China.
public enum RegionalWords {
    private static let toChina = OpenCC("tw2sp")
    private static let toTaiwan = OpenCC("s2twp")

    /// What was found lately: the same words come from query to query, and a conversion costs more than a short search.
    private static let known = Locked<[String: [String]]>([:])
    private static let knownCount = 10_000
    private static let knownBytes = 64

    /// The text as it would be put in China and in Taiwan; only what differs from it.
    public static func variants(of text: String) -> [String] {
        if let found = known.withLock({ $0[text] }) { return found }
        let found = converted(text)
        guard text.utf8.count <= knownBytes else { return found }
        known.withLock { known in
            // Dropping all of them now and then is simple, and costs what finding them costs.
            if known.count >= knownCount { known = [:] }
            known[text] = found
        }
        return found
    }

    private static func converted(_ text: String) -> [String] {
        var found: [String] = []
        for converter in [toChina, toTaiwan] {
            guard let variant = converter.convert(text), variant != text, !found.contains(variant) else { continue }
            found.append(variant)
        }
        return found
    }
}
