public import Catalog
public import Ledger

/// The rows of trading, inside one transaction of whatever keeps them: all that is written here stands, or none of it.
public protocol TradeDesk: LedgerBooks {
    func listing(_ id: Listing.ID) throws -> Listing?
    /// Adds to what is left of a listing, or takes from it.
    func setQuantity(_ quantity: Int, of listing: Listing, atMilliseconds: Int64) throws

    func order(_ id: Order.ID) throws -> Order?
    /// Writes a new order and returns it with its number.
    func insert(_ order: Order) throws -> Order
    func update(_ order: Order) throws
    /// Moves an open order's deadline, beside its events.
    func setDeadline(_ milliseconds: Int64, of order: Order) throws
    /// What a buyer's unpaid orders hold, one an order.
    func unpaidHolds(of buyerID: Int64) throws -> [StockHold]
    /// Orders that a buyer has let lapse after that time.
    func lapsedHolds(of buyerID: Int64, sinceMilliseconds: Int64) throws -> [LapsedHold]
    /// Adds a line to an order's history.
    func record(_ line: OrderHistoryLine) throws

    func payment(_ id: Payment.ID) throws -> Payment?
    /// The newest one of an order.
    func payment(ofOrder orderID: Order.ID) throws -> Payment?
    func insert(_ payment: Payment) throws -> Payment
    func update(_ payment: Payment) throws
    func refund(_ id: Refund.ID) throws -> Refund?
    func refunds(ofOrder orderID: Order.ID) throws -> [Refund]
    func insert(_ refund: Refund) throws -> Refund
    func update(_ refund: Refund) throws

    /// Adds a line to the log of what operators do.
    func record(_ act: OperatorAct) throws

    /// What is known of the clock; nil before it was looked at.
    func clockRecord() throws -> ClockRecord?
    func write(_ record: ClockRecord) throws
    /// Moves everything that is to happen at some time by as much: deadlines, windows of ratings, the next attempts of
    /// payments and refunds, and the times by which lapsed orders and idempotency keys are forgotten.
    func moveDeadlines(byMilliseconds: Int64) throws

    /// Called once for an order that is completed, in the transaction that completes it.
    func didComplete(_ order: Order) throws
}

/// One thing that happened to an order.
public struct OrderHistoryLine: Hashable, Sendable {
    public var orderID: Order.ID
    /// The order's version that it led to.
    public var version: Int64
    public var event: String
    public var actor: OrderActor
    public var state: OrderState
    public var note: String
    public var atMilliseconds: Int64

    public init(
        orderID: Order.ID, version: Int64, event: String, actor: OrderActor, state: OrderState, note: String,
        atMilliseconds: Int64
    ) {
        self.orderID = orderID
        self.version = version
        self.event = event
        self.actor = actor
        self.state = state
        self.note = note
        self.atMilliseconds = atMilliseconds
    }
}
