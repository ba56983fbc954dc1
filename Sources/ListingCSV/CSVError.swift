/// Why a file is no table of listings: a sentence for its writer, which names the line or the column.
public struct CSVError: Error, Hashable, Sendable, CustomStringConvertible {
    public var message: String
    public var description: String { message }

    public init(_ message: String) {
        self.message = message
    }
}
