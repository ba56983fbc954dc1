import Glibc

/// Standard error as a stream of lines that no terminal obeys: for logs, which quote what clients, files and other servers
/// wrote. Each text that is written is one line, whatever line ends are inside it.
public struct PrintableErrorStream: TextOutputStream, Sendable {
    public init() {}

    public mutating func write(_ line: String) {
        let text = line.hasSuffix("\n") ? line.dropLast() : line[...]
        let bytes = Array((text.printable + "\n").utf8)
        var done = 0
        while done < bytes.count {
            let wrote = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(STDERR_FILENO, buffer.baseAddress! + done, buffer.count - done)
            }
            if wrote < 0, errno == EINTR { continue }
            // Who reads no log any more does not end the server.
            guard wrote > 0 else { return }
            done += wrote
        }
    }
}
