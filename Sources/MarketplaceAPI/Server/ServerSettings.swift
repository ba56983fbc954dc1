/// What an operator sets.
public struct ServerSettings: Hashable, Sendable {
    public var host: String
    /// 0 takes a free one; `MarketplaceServer` tells which.
    public var port: Int
    public var limits: APILimits
    public var rateLimits: RateLimits
    /// How much is done at once.
    public var admission: AdmissionLimits
    /// Whether a proxy of our own stands in front, so that its `X-Forwarded-For` says where requests come from.
    public var trustsForwardedAddress: Bool
    /// The one origin whose pages may call the API from a browser; nil allows none.
    public var allowedOrigin: String?
    /// What connections and the bodies on them may take.
    public var connections: ConnectionLimits
    /// What listings may take that are kept as they were last shown.
    public var listingCacheBytes: Int

    public init(
        host: String = "127.0.0.1", port: Int = 8080, limits: APILimits = APILimits(),
        rateLimits: RateLimits = RateLimits(), admission: AdmissionLimits = AdmissionLimits(),
        trustsForwardedAddress: Bool = false, allowedOrigin: String? = nil,
        connections: ConnectionLimits = ConnectionLimits(), listingCacheBytes: Int = 64 << 20
    ) {
        self.host = host
        self.port = port
        self.limits = limits
        self.rateLimits = rateLimits
        self.admission = admission
        self.trustsForwardedAddress = trustsForwardedAddress
        self.allowedOrigin = allowedOrigin
        self.connections = connections
        self.listingCacheBytes = listingCacheBytes
    }
}
