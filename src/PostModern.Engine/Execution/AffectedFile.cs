using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>A file that holds rows for which a condition is true.</summary>
/// <param name="File">The file.</param>
/// <param name="Rows">How many such rows.</param>
internal sealed record AffectedFile(AddFile File, long Rows)
{
    /// <summary>Whether a deletion vector does instead of another file.</summary>
    /// <remarks>
    /// Every later read passes over deleted rows, so a file may hold a quarter of them, which makes reads a third slower at most; with more
    /// the rows that are left are worth writing anew.
    /// </remarks>
    public bool IsWorthMarking => File.Rows is { } all && File.LiveRows is { } live && Rows < live && all - live + Rows <= all / 4;
}
