import Dispatch
import Glibc

/// A client that sends what it is told, byte by byte, and reads what comes. Its calls wait on threads of their own.
final class RawClient: Sendable {
    struct Failed: Error {
        var errno: Int32
    }

    private let descriptor: Int32

    /// Connects to a server on 127.0.0.1.
    init(port: Int) async throws {
        descriptor = try await Self.waiting {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard descriptor >= 0 else { throw Failed(errno: errno) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
            let result = unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard result == 0 else {
                Glibc.close(descriptor)
                throw Failed(errno: errno)
            }
            // A test that waits for what never comes fails and does not hang.
            var patience = timeval(tv_sec: 20, tv_usec: 0)
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            return descriptor
        }
    }

    deinit { Glibc.close(descriptor) }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        let descriptor = descriptor
        try await Self.waiting {
            var sent = 0
            while sent < bytes.count {
                let count = unsafe bytes[sent...].withUnsafeBytes {
                    unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw Failed(errno: errno) }
                sent += count
            }
        }
    }

    /// Says that nothing more is sent.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads until the server ends, or until `isEnough`.
    func read(until isEnough: @escaping @Sendable (String) -> Bool = { _ in false }) async throws -> String {
        let descriptor = descriptor
        return try await Self.waiting {
            var text = ""
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while !isEnough(text) {
                let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
                guard count >= 0 else { throw Failed(errno: errno) }
                if count == 0 { break }
                text += String(decoding: buffer[..<count], as: UTF8.self)
            }
            return text
        }
    }

    private static func waiting<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "raw client").async { continuation.resume(with: Result { try work() }) }
        }
    }
}

/// An answer as it came over the wire.
struct RawAnswer {
    var status: Int
    var head: String
    var body: String

    /// Nil where the text begins with no answer.
    init?(_ text: String) {
        guard text.hasPrefix("HTTP/1."), let status = Int(text.dropFirst(9).prefix(3)) else { return nil }
        self.status = status
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        head = String(text[..<end.lowerBound])
        body = String(text[end.upperBound...])
    }

    var closes: Bool { head.lowercased().contains("connection: close") }
}
