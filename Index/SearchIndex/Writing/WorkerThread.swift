import Glibc

/// A thread of its own, for work that a pool whose threads are all in use would begin too late.
///
/// Not Foundation's `Thread`, which does not say where the system gives none, so that who waits for it waits for ever.
enum WorkerThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs the body on a new thread, which ends with it.
    ///
    /// - Returns: false where the system gives no thread; the body is not run then.
    static func start(stackBytes: Int = 4 << 20, _ body: @escaping @Sendable () -> Void) -> Bool {
        var attributes = pthread_attr_t()
        guard unsafe pthread_attr_init(&attributes) == 0 else { return false }
        defer { unsafe pthread_attr_destroy(&attributes) }
        guard unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED)) == 0,
            unsafe pthread_attr_setstacksize(&attributes, stackBytes) == 0
        else { return false }
        let handed = unsafe Unmanaged.passRetained(Body(body))
        var thread = pthread_t()
        let failure = unsafe pthread_create(
            &thread, &attributes,
            { handed in
                unsafe Unmanaged<Body>.fromOpaque(handed!).takeRetainedValue().run()
                return nil
            }, handed.toOpaque())
        if failure != 0 { unsafe handed.release() }
        return failure == 0
    }
}
