import Glibc

/// The fuzzer that comes with the compiler (https://llvm.org/docs/LibFuzzer.html), where it is linked. It is looked up by
/// name, so that these tests link without it too.
enum LibFuzzer {
    private typealias Test = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
    private typealias Driver =
        @convention(c) (
            UnsafeMutablePointer<CInt>, UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>, Test
        ) -> CInt

    nonisolated(unsafe) private static var target: (any FuzzTarget)?

    private static var driver: Driver? {
        dlsym(nil, "LLVMFuzzerRunDriver").map { unsafeBitCast($0, to: Driver.self) }
    }

    static var isLinked: Bool { driver != nil }

    /// Invents inputs for `target` as `arguments` say, and ends the process: with 0 where nothing was found.
    static func run(_ target: any FuzzTarget, _ arguments: [String]) throws {
        guard let driver else { throw NotLinked() }
        self.target = target
        var strings: [UnsafeMutablePointer<CChar>?] = (["fuzz"] + arguments).map { strdup($0) } + [nil]
        var count = CInt(arguments.count + 1)
        strings.withUnsafeMutableBufferPointer { strings in
            var pointer = strings.baseAddress
            _ = driver(&count, &pointer) { bytes, count in
                _ = LibFuzzer.target?.run(FuzzInput(Array(UnsafeBufferPointer(start: bytes, count: count))))
                return 0
            }
        }
        exit(0)
    }

    private struct NotLinked: Error {}
}
