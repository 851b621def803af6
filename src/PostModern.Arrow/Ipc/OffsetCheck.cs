namespace PostModern.Arrow.Ipc;

/// <summary>Offsets decide where native code reads, so those of foreign batches are checked before anyone follows them.</summary>
internal static class OffsetCheck
{
    /// <summary>The last offset; −1 when one is negative or smaller than the one before.</summary>
    public static int Ascending(ReadOnlySpan<int> offsets)
    {
        // No early exit: a loop without branches runs at memory speed.
        var ascending = offsets[0] >= 0;
        for (var i = 1; i < offsets.Length; i++)
        {
            ascending &= offsets[i - 1] <= offsets[i];
        }

        return ascending ? offsets[^1] : -1;
    }

    /// <inheritdoc cref="Ascending(ReadOnlySpan{int})"/>
    /// <remarks>Also −1 past 2 GiB, which one batch here can't hold.</remarks>
    public static int Ascending(ReadOnlySpan<long> offsets)
    {
        var ascending = offsets[0] >= 0;
        for (var i = 1; i < offsets.Length; i++)
        {
            ascending &= offsets[i - 1] <= offsets[i];
        }

        return ascending && offsets[^1] <= int.MaxValue ? (int)offsets[^1] : -1;
    }
}
