import HTTPTypes
import NIOCore

/// Serves the API's own description.
struct DescriptionOperation: Sendable {
    /// The description of all operations, this one among them.
    var text: ByteBuffer

    var operation: Operation {
        Operation(
            id: "getDescription", method: .get, path: "/openapi.json", tag: "operators",
            summary: "This description, in OpenAPI 3.1.",
            successes: [.init(status: .ok, description: "The description.", schema: ["type": "object"])], work: .cheap
        ) { _ in
            Answer(status: .ok, headers: [.contentType: "application/json"], body: text)
        }
    }
}
