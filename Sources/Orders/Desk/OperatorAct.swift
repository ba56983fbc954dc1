/// What somebody who runs the market has done by their own decision. Kept for good.
public struct OperatorAct: Hashable, Sendable {
    /// Whose login it was on the machine.
    public var operatorName: String
    /// `resolve_order`, for instance.
    public var act: String
    /// What it was done to: `order:7`.
    public var subject: String
    public var reason: String
    public var atMilliseconds: Int64

    public init(operatorName: String, act: String, subject: String, reason: String, atMilliseconds: Int64) {
        self.operatorName = operatorName
        self.act = act
        self.subject = subject
        self.reason = reason
        self.atMilliseconds = atMilliseconds
    }
}
