import Testing

@testable import collab_server

@Suite struct MetricsPageTests {
    @Test func `a counter, a family and a gauge are told in the format of Prometheus`() {
        var page = MetricsPage()
        let (counter, family) = (Counter(), CounterFamily("route", "status"))
        counter.add()
        counter.add(4)
        family.add(["/b", "200"])
        family.add(["/a\"\\\n", "404"], 2)
        page.add("c_total", "A counter.", counter)
        page.add("f_total", "A family.", family)
        page.add("g", "A gauge.", gauge: 0.25, [("version", "1")])
        page.add("unknown", "Nothing.", gauge: nil)
        #expect(
            page.text == """
                # HELP c_total A counter.
                # TYPE c_total counter
                c_total 5
                # HELP f_total A family.
                # TYPE f_total counter
                f_total{route="/a\\"\\\\\\n",status="404"} 2
                f_total{route="/b",status="200"} 1
                # HELP g A gauge.
                # TYPE g gauge
                g{version="1"} 0.25
                # HELP unknown Nothing.
                # TYPE unknown gauge

                """)
    }

    @Test func `the buckets of a histogram add up`() {
        var page = MetricsPage()
        let histogram = Histogram([1, 2, 4])
        for value in [0.5, 1, 1.5, 9] { histogram.observe(value) }
        page.add("h", "Sizes.", histogram)
        #expect(
            page.text == """
                # HELP h Sizes.
                # TYPE h histogram
                h_bucket{le="1"} 2
                h_bucket{le="2"} 3
                h_bucket{le="4"} 3
                h_bucket{le="+Inf"} 4
                h_sum 12
                h_count 4

                """)
    }

    @Test func `labels that come from outside cannot fill the memory`() {
        let (family, histograms) = (CounterFamily("route"), HistogramFamily("route"))
        for number in 0..<CounterFamily.capacity + 50 {
            family.add(["/\(number)"])
            histograms.observe(.seconds(1), "/\(number)")
        }
        #expect(family.totals.count == CounterFamily.capacity + 1)
        #expect(family.totals[["other"]] == 50)
        #expect(histograms.distributions["other"]?.counts.reduce(0, +) == 50)
    }

    @Test func `the samples without labels are read back`() {
        let page = "# HELP a b\na 5\nb{le=\"1\"} 2\nc 0.25\nd x\n"
        #expect(ServerStatus.numbers(in: page) == ["a": 5, "c": 0.25])
    }

    @Test(arguments: ["1e300", "-1e16", "inf", "-inf", "nan", "0x1p99"])
    func `a number that nobody could count to is left out`(text: String) {
        #expect(ServerStatus.numbers(in: "a \(text)\nb 1") == ["b": 1])
    }
}
