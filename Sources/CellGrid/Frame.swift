/// All that a terminal shows at one moment. Facts, not commands: the terminal finds out what has to change.
public struct Frame: Equatable, Sendable {
    public var grid: Grid
    /// Where the cursor stands; nil hides it.
    public var cursor: Point?
    /// The window's title; nil leaves it as it is.
    public var title: String?
    /// How often the bell has rung so far; it rings when a frame names more than the frame before.
    public var bells: Int

    public init(grid: Grid, cursor: Point? = nil, title: String? = nil, bells: Int = 0) {
        self.grid = grid
        self.cursor = cursor
        self.title = title
        self.bells = bells
    }

    public var size: Size { grid.size }
}
