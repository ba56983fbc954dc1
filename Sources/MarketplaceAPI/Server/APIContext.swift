import Hummingbird
import NIOCore

/// What goes with a request through the middleware: the framework's own part, where it came from, and its number.
struct APIContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    var peerAddress: ClientAddress
    /// Set by the outermost middleware.
    var requestID = ""
    /// The connection that the request came on: it tells when its client has gone.
    var connection: ConnectionState

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peerAddress = source.channel.remoteAddress?.ipAddress.flatMap(ClientAddress.init) ?? .unknown
        connection = ConnectionState.current
    }
}
