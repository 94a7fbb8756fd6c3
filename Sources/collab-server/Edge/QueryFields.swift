import CollabAPI

/// The fields behind the `?` of a request, encoded as forms are: `+` is a space and `%` begins a byte.
struct QueryFields: Sendable {
    private let fields: [(name: String?, value: Substring)]

    init(_ query: String?) {
        fields = (query ?? "").split(separator: "&").map { field in
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (parts.first?.formDecoded, parts.count == 2 ? parts[1] : "")
        }
    }

    /// The values of all fields of that name; one that cannot be decoded is empty.
    func values(of name: String) -> [String] {
        fields.filter { $0.name == name }.map { $0.value.formDecoded ?? "" }
    }

    /// The value of the first field of that name.
    func value(of name: String) throws(WireError) -> String? {
        guard let field = fields.first(where: { $0.name == name }) else { return nil }
        guard let value = field.value.formDecoded else {
            throw .malformed(field: name, reason: "is not percent-encoded UTF-8")
        }
        return value
    }
}

extension QueryReader {
    /// Reads what stands behind the `?` of a request.
    init(_ query: String?) {
        let fields = QueryFields(query)
        self.init { name throws(WireError) in try fields.value(of: name) }
    }
}

extension StringProtocol {
    /// The text behind percent-encoding (RFC 3986); nil where that is malformed or no UTF-8.
    var percentDecoded: String? { decoded(readingPlusAsSpace: false) }

    fileprivate var formDecoded: String? { decoded(readingPlusAsSpace: true) }

    private func decoded(readingPlusAsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+") where readingPlusAsSpace:
                bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst()?.hexDigitValue, let low = rest.popFirst()?.hexDigitValue else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default:
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    /// What the ASCII character stands for as a hexadecimal digit.
    fileprivate var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
