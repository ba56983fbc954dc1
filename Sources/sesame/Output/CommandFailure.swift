import ArgumentParser
import Foundation
import ListingCSV
import MarketplaceClient
import MarketplaceWire
import PrivateFiles

/// Why a command ends without having done its work.
enum CommandFailure: Error, Hashable {
    case failed(String)
    case usage(String)
    case cancelled
    case notLoggedIn(server: String)
}

/// What a command's end means to the shell.
enum ExitStatus: Int32 {
    case failure = 1
    case usageOrCancelled = 2
    case notLoggedIn = 4
}

extension ExitStatus {
    /// The status and the lines to say for an error that ended a command.
    static func report(_ error: any Error) -> (status: ExitStatus, lines: [String]) {
        switch error {
        case CommandFailure.failed(let message): (.failure, [message])
        case CommandFailure.usage(let message): (.usageOrCancelled, [message])
        case CommandFailure.cancelled: (.usageOrCancelled, ["cancelled"])
        case CommandFailure.notLoggedIn(let server): (.notLoggedIn, ["not logged in at \(server); run: sesame login"])
        case let error as ClientError where error.isUnauthorized: (.notLoggedIn, lines(of: error))
        case ClientError.invalidServer: (.usageOrCancelled, ["\(error)"])
        case let error as ClientError: (.failure, lines(of: error))
        case let error as CSVError: (.failure, [error.message])
        case PrivateFileError.openToOthers: (.usageOrCancelled, ["\(error)"])
        case let error as CocoaError: (.failure, [message(of: error)])
        default: (.failure, ["\(error)"])
        }
    }

    private static func lines(of error: ClientError) -> [String] {
        guard case .problem(let problem) = error else { return [error.description] }
        let fields = problem.errors ?? []
        let details = fields.map { "\($0.field): \($0.message)" }
        return ["\(error.description) (request \(problem.requestID))"] + details
    }

    private static func message(of error: CocoaError) -> String {
        let reason =
            switch error.code {
            case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such file"
            case .fileReadNoPermission, .fileWriteNoPermission: "permission denied"
            case .fileWriteOutOfSpace: "the disk is full"
            default: error.localizedDescription
            }
        guard let path = error.filePath else { return reason }
        return "\(path): \(reason)"
    }
}
