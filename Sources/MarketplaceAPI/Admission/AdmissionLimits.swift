import Foundation
public import Scheduling

/// How much of each kind of work is done at once, how much waits, and for how long. Past it a request is answered with
/// 503 and `Retry-After`.
///
/// Nobody waits for longer than a second: who has waited that long will not stay, and an answer that comes late
/// costs as much as one that comes in time.
public struct AdmissionLimits: Hashable, Sendable {
    /// Two for each core: one computes while the rows of the other are read.
    public var search = AdmissionLimit(
        atOnce: 2 * ProcessInfo.processInfo.activeProcessorCount, waiting: 512, patienceMilliseconds: 600)
    public var read = AdmissionLimit(atOnce: 64, waiting: 1_024, patienceMilliseconds: 800)
    /// Many, since writes that come at once share a sync of the disk.
    public var write = AdmissionLimit(atOnce: 256, waiting: 1_024, patienceMilliseconds: 800)
    public var payment = AdmissionLimit(atOnce: 128, waiting: 128, patienceMilliseconds: 1_000)
    /// As many as may wait for a hash, and some that read or write. Passwords have lines of their own, of which one is for
    /// known devices: a line before them would mix those with guesses.
    public var logIn = AdmissionLimit(atOnce: 48, waiting: 0, patienceMilliseconds: 1_000)
    /// It comes before the line of the work itself, so that nobody stands in it for long.
    public var authenticate = AdmissionLimit(atOnce: 64, waiting: 1_024, patienceMilliseconds: 500)
    public var cheap = AdmissionLimit(atOnce: 256, waiting: 1_024, patienceMilliseconds: 800)

    public init() {}

    func limit(_ kind: WorkKind) -> AdmissionLimit {
        switch kind {
        case .search: search
        case .read: read
        case .write: write
        case .payment: payment
        case .logIn: logIn
        case .authenticate: authenticate
        case .cheap: cheap
        }
    }
}
