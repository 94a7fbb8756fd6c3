import CellGrid
import Glibc

/// The terminal this process was started in, drawn on by ncurses.
///
/// One thread owns ncurses and all that belongs to it; this only carries orders to it, from any thread.
final class CursesTerminal: Terminal {
    private let orders: ScreenOrders
    private let jobs: ScreenExecutor

    /// Takes the terminal and puts up an empty screen. From now on the terminal is given back whatever ends the process.
    ///
    /// Only one can be open. While it is, standard error goes to the file `errorLog`, if it went to a terminal.
    static func open(
        colors: ColorDepth, ground: Ground? = nil, mouse: Bool, synchronizedUpdates: Bool = true,
        errorLog: String? = nil
    ) throws(TerminalError) -> CursesTerminal {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
        let hold = try TerminalHold()
        chooseEncoding()
        let description = try TerminalDescription(mouse: mouse, colors: colors)
        hold.begin(farewell: description.farewell, errorLog: errorLog)
        let screen = try CursesScreen(
            description, colors: colors, ground: ground, synchronizedUpdates: synchronizedUpdates)
        let jobs = ScreenExecutor()
        let orders = ScreenOrders(jobs)
        try start(ScreenLoop(hold: hold, screen: screen, orders: orders, jobs: jobs), jobs)
        return CursesTerminal(orders: orders, jobs: jobs)
    }

    private init(orders: ScreenOrders, jobs: ScreenExecutor) {
        self.orders = orders
        self.jobs = jobs
    }

    deinit {
        close()
        jobs.end()
    }

    var executor: (any SerialExecutor)? { jobs }

    func listen(_ take: @escaping @Sendable ([Input]?) -> Void) {
        orders.listen(take)
    }

    func show(_ frame: Frame) {
        orders.show(frame)
    }

    func copy(_ text: String) {
        orders.copy(text)
    }

    func redraw() {
        orders.redraw()
    }

    func suspend() {
        orders.suspend()
    }

    func notify(_ text: String, throughMultiplexer: Bool) {
        orders.notify(text, throughMultiplexer: throughMultiplexer)
    }

    func lend() {
        orders.lend()
    }

    func takeBack() {
        orders.takeBack()
    }

    func close() {
        orders.close()
        // Its own thread gives the terminal back as soon as the present job is done.
        if !jobs.isCurrent { jobs.waitForScreen() }
    }

    /// Hands the loop over to a thread of its own; here nothing may touch it afterwards.
    private static func start(_ loop: ScreenLoop, _ jobs: ScreenExecutor) throws(TerminalError) {
        var thread = pthread_t()
        let handedOver = Unmanaged.passRetained(ScreenThread(loop, jobs))
        let code = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<ScreenThread>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            }, handedOver.toOpaque())
        guard code == 0 else {
            handedOver.release()
            loop.leave()
            jobs.loseScreen()
            throw .system(call: "pthread_create", errno: code)
        }
        pthread_detach(thread)
    }

    /// The encoding of the user's locale. Where there is none to speak of, UTF-8 is what terminals speak.
    private static func chooseEncoding() {
        setlocale(LC_CTYPE, "")
        let name = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) }
        if name == "ANSI_X3.4-1968" { setlocale(LC_CTYPE, "C.UTF-8") }
    }
}

/// What the thread of the screen does, first with a screen and then without.
private final class ScreenThread {
    private var loop: ScreenLoop?
    private let jobs: ScreenExecutor

    init(_ loop: ScreenLoop, _ jobs: ScreenExecutor) {
        self.loop = loop
        self.jobs = jobs
    }

    func run() {
        jobs.adoptThread()
        loop?.run()
        // With it goes the hold on the terminal.
        loop = nil
        jobs.runWithoutScreen()
    }
}
