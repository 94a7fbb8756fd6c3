import CellGrid
import Glibc
import Synchronization

/// The terminal this process was started in, drawn on by ncurses.
///
/// One thread owns ncurses and all that belongs to it; this only carries orders to it, from any thread.
final class CursesTerminal: Terminal {
    let inputs: AsyncStream<[Input]>
    private let orders: ScreenOrders
    private let thread: Mutex<pthread_t?>

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
        let orders = ScreenOrders()
        let (inputs, continuation) = AsyncStream.makeStream(of: [Input].self)
        let loop = ScreenLoop(hold: hold, screen: screen, orders: orders, inputs: continuation)
        return CursesTerminal(inputs: inputs, orders: orders, thread: try start(loop))
    }

    private init(inputs: AsyncStream<[Input]>, orders: ScreenOrders, thread: pthread_t) {
        self.inputs = inputs
        self.orders = orders
        self.thread = Mutex(thread)
    }

    deinit {
        close()
    }

    func show(_ frame: Frame) {
        TerminalHold.armStack()
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
        // Whoever calls meanwhile waits too: when this returns, the terminal is given back.
        thread.withLock { thread in
            if let thread { pthread_join(thread, nil) }
            thread = nil
        }
    }

    /// Hands the loop over to a thread of its own; here nothing may touch it afterwards.
    private static func start(_ loop: ScreenLoop) throws(TerminalError) -> pthread_t {
        var thread = pthread_t()
        let handedOver = Unmanaged.passRetained(loop)
        let code = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<ScreenLoop>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            }, handedOver.toOpaque())
        guard code == 0 else {
            handedOver.takeRetainedValue().leave()
            throw .system(call: "pthread_create", errno: code)
        }
        return thread
    }

    /// The encoding of the user's locale. Where there is none to speak of, UTF-8 is what terminals speak.
    private static func chooseEncoding() {
        setlocale(LC_CTYPE, "")
        let name = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) }
        if name == "ANSI_X3.4-1968" { setlocale(LC_CTYPE, "C.UTF-8") }
    }
}
