/// Where frames go and inputs come from.
public protocol Terminal: Sendable {
    /// Runs jobs on the thread that gives the inputs and shows the frames; nil where there is no such thread.
    var executor: (any SerialExecutor)? { get }

    /// Has the inputs taken in order, all that were there at one moment in one batch; nil when the terminal has ended. They
    /// come on the thread of the executor, between two of its jobs, or on any where there is none. For one listener.
    func listen(_ take: @escaping @Sendable ([Input]?) -> Void)

    /// Shows a frame in place of the last one. One of another size than the screen's is clipped or leaves the rest blank.
    func show(_ frame: Frame)

    /// Puts a text into the clipboard of whoever sits at the terminal, if it has one.
    func copy(_ text: String)

    /// Tells these lines, where there is no screen to show them on.
    func say(_ lines: [String])

    /// Sends all that is shown again, whatever the terminal has made of it.
    func redraw()

    /// Stops the program as a shell's job until it is continued.
    func suspend()

    /// Calls whoever sits before another window; inside a multiplexer only where that is to pass it on.
    func notify(_ text: String, throughMultiplexer: Bool)

    /// Gives the terminal away to another program, and returns when that may start. Nothing is read or shown until
    /// `takeBack`; signals are still heard.
    func lend()

    /// Has the terminal again after `lend`, and shows what is to be shown.
    func takeBack()

    /// Gives the terminal back as it was found, at the latest when the caller's job is done; elsewhere than on its executor
    /// it returns when that has happened. Calling it again does nothing.
    func close()
}

extension Terminal {
    /// There is no such thread.
    public var executor: (any SerialExecutor)? { nil }

    /// Does nothing: a terminal need not have a clipboard.
    public func copy(_ text: String) {}

    /// Does nothing: a terminal need not have a desktop.
    public func notify(_ text: String, throughMultiplexer: Bool) {}

    /// Does nothing: not every terminal can be shared.
    public func lend() {}

    /// Does nothing: not every terminal can be shared.
    public func takeBack() {}

    /// Does nothing: a terminal with a screen is shown frames.
    public func say(_ lines: [String]) {}

    /// Does nothing: a terminal may have nothing but what it is shown.
    public func redraw() {}
}
