import HTTPTypes

/// The fields that every answer has.
enum CommonFields {
    static func add(to headers: inout HTTPFields, requestNumber: String) {
        headers[RequestNumber.fieldName] = requestNumber
        headers[.xContentTypeOptions] = "nosniff"
        headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    }
}
