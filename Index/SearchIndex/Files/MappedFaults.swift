import CMappedFaults

/// Ends the process cleanly where a mapped file of an index cannot be read any more.
public enum MappedFaults {
    /// The name of the file that is left beside the mapped file: whoever opens the index next sets it aside.
    package static let markerName = SESAME_FAULT_MARKER

    /// The exit code of a process that ended so.
    public static let exitCode = SESAME_FAULT_EXIT_CODE

    /// From now on a fault in a mapped file writes a line to standard error, leaves the marker and ends the process with
    /// `exitCode`.
    ///
    /// - Returns: whether the system took the handler.
    @discardableResult
    public static func install() -> Bool { sesame_faults_install() == 0 }
}
