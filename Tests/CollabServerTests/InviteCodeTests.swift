import CollabTesting
import DraftStorage
import Testing

@testable import collab_server

@Suite struct InviteCodeTests {
    private let codes: [InviteCode] = {
        var generator = SeededGenerator(seed: 4)
        return (0..<200).map { _ in InviteCode.random(using: &generator) }
    }()

    @Test func `a code is four groups of five that nobody mistakes for others`() throws {
        for code in codes {
            #expect(try #/[0-9a-hjkmnp-tv-z]{5}(-[0-9a-hjkmnp-tv-z]{5}){3}/#.wholeMatch(in: code.text) != nil)
        }
        #expect(Set(codes).count == codes.count)
        #expect(Set(codes.flatMap { $0.text }).count == 33, "all of the alphabet, and the dash")
        #expect(InviteCode.random() != InviteCode.random())
    }

    @Test func `a code is read however it is written down`() throws {
        for code in codes {
            let text = code.text
            let writings = [
                text, text.uppercased(), text.replacing("-", with: ""), text.replacing("-", with: " "), " \(text) ",
                text.replacing("0", with: "o").replacing("1", with: "l"),
                text.uppercased().replacing("0", with: "O").replacing("1", with: "I"),
            ]
            for writing in writings {
                #expect(InviteCode(writing)?.hash == code.hash, "\(writing)")
            }
        }
    }

    @Test(arguments: [
        "", "-", "k3v9d", "00000-00000-00000-0000", "00000-00000-00000-000000", "0000u-00000-00000-00000",
        "0000\u{0}-00000-00000-00000", "０００００-00000-00000-00000", "0000'-00000-00000-00000",
        String(repeating: "0", count: 100_000),
    ])
    func `what cannot be a code is none`(text: String) {
        #expect(InviteCode(text) == nil)
    }

    @Test func `other codes have other hashes`() {
        #expect(Set(codes.map(\.hash)).count == codes.count)
        #expect(codes.allSatisfy { $0.hash == InviteCode($0.text)?.hash })
    }
}

@Suite struct ShareTokenTests {
    @Test func `a token is 32 bytes in the alphabet of URLs`() throws {
        var generator = SeededGenerator(seed: 4)
        let tokens = (0..<200).map { _ in ShareToken.random(using: &generator) }
        for token in tokens {
            #expect(try #/[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]/#.wholeMatch(in: token.text) != nil, "\(token.text)")
        }
        #expect(Set(tokens.map(\.hash)).count == tokens.count)
        #expect(ShareToken.random() != ShareToken.random())
    }
}
