import DraftStorage

/// All that `/metrics` tells, gathered at the moment at which somebody asks.
struct MetricsReport: Sendable {
    let metrics: ServerMetrics
    let audit: AuditJournal
    let sockets: SocketCount
    let connections: ConnectionCount
    let feeds: Feeds
    let store: any StoreMaintenance
    let readiness: Readiness
    let startedAt: Double

    /// The page, whatever the state of the store.
    func page() async -> String {
        var page = MetricsPage()
        page.add(
            "collab_build_info", "Always 1; the labels tell which program runs.", gauge: 1,
            [("version", ServerIdentity.version)])
        addRequests(to: &page)
        addStore(to: &page, isReady: await readiness.problem() == nil, facts: try? await store.facts())
        addLive(to: &page)
        addAudit(to: &page)
        addProcess(to: &page)
        return page.text
    }

    private func addRequests(to page: inout MetricsPage) {
        page.add("collab_http_requests_total", "Requests that were answered.", metrics.requests)
        page.add("collab_http_request_seconds", "Time until an answer began, by route.", metrics.requestTimes)
        page.add("collab_refusals_total", "Requests that were refused, by code.", metrics.refusals)
    }

    private func addStore(to page: inout MetricsPage, isReady: Bool, facts: StoreFacts?) {
        page.add("collab_commands_total", "Commands that were judged, by what became of them.", metrics.commands)
        page.add("collab_segments_appended_total", "Segments that were added to drafts.", metrics.segments)
        page.add("collab_events_total", "Events that were written to logs.", metrics.events)
        page.add("collab_commit_batch_commands", "Commands that shared one transaction.", metrics.batchSizes)
        page.add("collab_commit_seconds", "Time that a transaction of commands took.", metrics.batchTimes)
        page.add("collab_store_errors_total", "Calls that the store could not do, by kind.", metrics.storeErrors)
        page.add("collab_store_ready", "1 where the store can be read and written.", gauge: isReady ? 1 : 0)
        page.add("collab_drafts", "Drafts in the store.", gauge: facts.map { Double($0.drafts) })
        page.add("collab_store_bytes", "What the store takes up.", gauge: facts.map { Double($0.bytes) })
        page.add(
            "collab_store_free_bytes", "What is left where the store lies.",
            gauge: facts?.freeBytes.map { Double($0) })
    }

    private func addLive(to page: inout MetricsPage) {
        page.add("collab_connections", "Connections that are open.", gauge: Double(connections.count))
        page.add("collab_sockets", "Live connections that are open.", gauge: Double(sockets.total))
        page.add("collab_drafts_watched", "Drafts that somebody is connected to.", gauge: Double(feeds.count))
        page.add(
            "collab_socket_beginnings_total",
            "Live connections that began: now, resumed from a place in the log, or reset.", metrics.socketBeginnings)
        page.add(
            "collab_socket_closings_total", "Live connections that the server closed, by code.",
            metrics.socketClosings)
        page.add(
            "collab_feed_lag_seconds", "Time from a change to its being written to all readers of an event loop.",
            metrics.feedLag)
    }

    private func addAudit(to page: inout MetricsPage) {
        page.add("collab_sign_ins_total", "Sign-ins, by kind of credential.", metrics.signIns)
        page.add(
            "collab_audit_dropped_total", "Notes for the audit that came too fast and were counted only.",
            total: Double(audit.droppedInAll))
        page.add("collab_audit_waiting", "Notes for the audit that wait to be written.", gauge: Double(audit.count))
    }

    private func addProcess(to page: inout MetricsPage) {
        let usage = ProcessUsage.now()
        page.add("process_start_time_seconds", "When the process began, in Unix time.", gauge: startedAt)
        page.add("process_cpu_seconds_total", "Processor time that was used.", total: usage.cpuSeconds)
        page.add("process_resident_memory_bytes", "Memory that is resident.", gauge: usage.residentBytes)
        page.add("process_open_fds", "Files and connections that are open.", gauge: usage.openFiles)
    }
}
