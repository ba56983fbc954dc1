public import Catalog

/// What Orders asks of whatever keeps its rows.
public protocol TradeStore: Sendable {
    /// Runs the work in one transaction. What has returned is durable; where it throws, nothing is written.
    func trade<Value: Sendable>(_ work: @escaping @Sendable (any TradeDesk) throws -> Value) async throws -> Value

    /// As above, once for a key: where the key's work was done before, its answer comes back and nothing is done.
    /// - Parameter now: When the key was used; asked inside the transaction, after the work. Just before it the clock may
    ///   have moved all times that are kept.
    /// - Throws: `OrderError.idempotencyKeyReused` where the key was used for another request.
    func trade(
        once key: IdempotencyKey, now: @escaping @Sendable () -> Int64,
        _ work: @escaping @Sendable (any TradeDesk) throws -> [UInt8]
    ) async throws -> [UInt8]

    func order(_ id: Order.ID) async throws -> Order?
    /// An account's orders by falling number.
    func orders(of accountID: Int64, as role: OrderRole, beforeID: Order.ID?, limit: Int) async throws -> [Order]
    func history(of orderID: Order.ID) async throws -> [OrderHistoryLine]

    func payment(_ id: Payment.ID) async throws -> Payment?
    func payment(reference: String) async throws -> Payment?
    /// The newest one of an order.
    func payment(ofOrder orderID: Order.ID) async throws -> Payment?
    func refund(_ id: Refund.ID) async throws -> Refund?
    func refund(reference: String) async throws -> Refund?

    /// What unpaid orders hold of listings; those of which they hold nothing are left out.
    func heldStock(ofListings ids: [Listing.ID]) async throws -> [Listing.ID: HeldStock]
    /// What is known of the clock; nil before it was looked at.
    func clockRecord() async throws -> ClockRecord?

    /// Orders whose deadline has passed, the oldest first.
    func dueOrders(atMilliseconds: Int64, limit: Int) async throws -> [Order.ID]
    /// Payments and refunds whose provider is to be asked again, the oldest first. One that cannot be read is named too.
    func duePayments(atMilliseconds: Int64, limit: Int) async throws -> [Payment.ID]
    func dueRefunds(atMilliseconds: Int64, limit: Int) async throws -> [Refund.ID]
    /// The next moment at which something is due; nil while nothing is awaited.
    /// - Parameter withPayments: Whether payments and refunds count, which only a provider can bring on.
    func nextDueMilliseconds(withPayments: Bool) async throws -> Int64?
    /// Forgets keys from before that time.
    func forgetIdempotencyKeys(beforeMilliseconds: Int64) async throws
}

/// On which side of an order an account is.
public enum OrderRole: String, CaseIterable, Hashable, Sendable {
    case buyer
    case seller
}
