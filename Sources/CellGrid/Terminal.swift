/// Where frames go and inputs come from.
public protocol Terminal: Sendable {
    /// The inputs in order, all that were there at one moment in one batch. For one consumer; ends when the terminal does.
    var inputs: AsyncStream<[Input]> { get }

    /// Shows a frame in place of the last one. One of another size than the screen's is clipped or leaves the rest blank.
    func show(_ frame: Frame)

    /// Puts a text into the clipboard of whoever sits at the terminal, if it has one.
    func copy(_ text: String)

    /// Tells these lines, where there is no screen to show them on.
    func say(_ lines: [String])

    /// Sends all that is shown again, whatever the terminal has made of it.
    func redraw()

    /// Stops the program as a shell's job, and returns when it is continued.
    func suspend()

    /// Calls whoever sits before another window; inside a multiplexer only where that is to pass it on.
    func notify(_ text: String, throughMultiplexer: Bool)

    /// Gives the terminal away to another program, and returns when that may start. Nothing is read or shown until
    /// `takeBack`; signals are still heard.
    func lend()

    /// Has the terminal again after `lend`, and shows what is to be shown.
    func takeBack()

    /// Gives the terminal back as it was found. Calling it again does nothing.
    func close()
}

extension Terminal {
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
