using System.Globalization;

namespace PostModern.Engine.Execution;

/// <summary>What a REFRESH did.</summary>
/// <param name="Mode">incremental or full.</param>
/// <param name="Reason">Why that way.</param>
/// <param name="Added">Objects that are new, or rows where rows can't be told by object.</param>
/// <param name="Changed">Objects whose bytes are others now.</param>
/// <param name="Removed">Objects that are gone, or rows.</param>
internal sealed record RefreshOutcome(string Mode, string Reason, long Added, long Changed, long Removed)
{
    public bool IsNothing => Added + Changed + Removed == 0;

    /// <summary>For the commit.</summary>
    public (string, string)[] Parameters =>
    [
        ("mode", Mode), ("reason", Reason), ("added", Text(Added)), ("changed", Text(Changed)), ("removed", Text(Removed)),
    ];

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Mode} refresh ({Reason}): {Added} added, {Changed} changed, {Removed} removed")
        + (IsNothing ? "; nothing changed, so no version was made." : ".");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
