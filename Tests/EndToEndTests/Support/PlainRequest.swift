import Foundation
import Glibc

/// One request over a connection of its own, on the calling thread: many of them from many threads are a burst.
enum PlainRequest {
    struct Failure: Error { var what: String }

    /// - Returns: The answer's status, once all of the answer is read.
    static func status(port: Int, path: String, timeoutSeconds: Int = 20) throws -> Int {
        let text = try answer(
            port: port, "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", timeoutSeconds)
        let words = text.prefix(64).split(separator: " ", maxSplits: 2)
        guard words.count > 1, let status = Int(words[1]) else { throw Failure(what: "no answer: \(text.prefix(64))") }
        return status
    }

    private static func answer(port: Int, _ request: String, _ timeoutSeconds: Int) throws -> String {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard file >= 0 else { throw Failure(what: "socket") }
        defer { close(file) }
        var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        unsafe setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failure(what: "connect: \(errno)") }
        let bytes = Array(request.utf8)
        guard unsafe send(file, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Failure(what: "send: \(errno)")
        }
        return try rest(file)
    }

    private static func rest(_ file: Int32) throws -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe recv(file, &buffer, buffer.count, 0)
            guard count >= 0 else { throw Failure(what: "receive: \(errno)") }
            if count == 0 { return String(decoding: text, as: UTF8.self) }
            text += buffer[..<count]
        }
    }
}
