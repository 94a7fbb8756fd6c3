/// Where frames go and inputs come from.
public protocol Terminal: Sendable {
    /// The inputs in order, all that were there at one moment in one batch. For one consumer; ends when the terminal does.
    var inputs: AsyncStream<[Input]> { get }

    /// Shows a frame in place of the last one. One of another size than the screen's is clipped or leaves the rest blank.
    func show(_ frame: Frame)

    /// Stops the program as a shell's job, and returns when it is continued.
    func suspend()

    /// Gives the terminal back as it was found. Calling it again does nothing.
    func close()
}
