import CollabAPI
import DraftCore
import FoundationEssentials
import Testing

@testable import CollabClient

@Suite(.timeLimit(.minutes(1))) struct PresenceReportsTests {
    private var reports = PresenceReports()

    @Test(arguments: [("", Presence.State.here), ("Once", .writing)])
    mutating func `words tell how present their writer is`(text: String, state: Presence.State) {
        reports.add(.typing(text: text))
        let report = reports.next()
        #expect(report == PresenceReportBody(state: state, text: text))
    }

    @Test mutating func `what is said beside the words counts for more`() {
        reports.add(.state(.away))
        reports.add(.typing(text: ""))
        let report = reports.next()
        #expect(report == PresenceReportBody(state: .away, text: ""))
    }

    @Test mutating func `one report is under way, and the next says the newest`() {
        reports.add(.state(.here))
        let first = reports.next()
        for text in ["O", "On", "Once"] { reports.add(.typing(text: text)) }
        let second = reports.next()
        #expect(first == PresenceReportBody(state: .here))
        #expect(second == nil)
        reports.finish()
        let rest = [reports.next(), reports.next()]
        #expect(rest == [PresenceReportBody(state: .writing, text: "Once"), nil])
    }

    @Test mutating func `what nobody could be told is forgotten`() {
        reports.add(.typing(text: "Once"))
        reports.forget()
        reports.add(.ping)
        let report = reports.next()
        #expect(report == nil)
    }

    @Test func `over polls reports arrive one after the other, the newest last`() async {
        let gate = Report<Void>()
        let page = Report<String>()
        page.add(Samples.page(seq: 3))
        let stage = LinkStage { (request) throws(TransportError) in
            if request.method == .post {
                _ = await gate.next()
                return .text(204)
            }
            guard request.url.contains("/events") else { return .text(200, Samples.draft(seq: 3)) }
            guard let page = await page.next() else { throw .cancelled }
            return .text(200, page)
        }
        @Sendable func said() -> [PresenceReportBody] {
            stage.http.requests.filter { $0.method == .post }.compactMap(\.body).compactMap {
                try? WireCoding.decode(PresenceReportBody.self, from: $0)
            }
        }
        await stage.play {
            await stage.sockets.next().bring(.ended(.refused(.text(200, "<html>"))))
            while await stage.sink.heard.next() != "polling" {}
            stage.driver.say(.state(.here))
            while said().isEmpty { await Task.yield() }
            for text in ["O", "On", "Once"] { stage.driver.say(.typing(text: text)) }
            gate.add(())
            while said().count < 2 { await Task.yield() }
            stage.driver.say(.state(.away))
            gate.add(())
            while said().count < 3 { await Task.yield() }
            gate.add(())
        }
        #expect(
            said() == [
                PresenceReportBody(state: .here), PresenceReportBody(state: .writing, text: "Once"),
                PresenceReportBody(state: .away),
            ])
    }
}
