namespace PostModern.Data;

/// <summary>What a statement that succeeded has to say all the same: rows that failed, and warnings.</summary>
public sealed class PostModernInfoMessageEventArgs : EventArgs
{
    internal PostModernInfoMessageEventArgs(QueryStatistics statistics) => Statistics = statistics;

    /// <summary>One sentence for each different thing, such as the first of the row errors.</summary>
    public IReadOnlyList<string> Warnings => Statistics.Warnings;

    /// <summary>Rows whose model call failed and gave NULL; they are listed in <c>pm.errors</c>.</summary>
    public long RowErrors => Statistics.RowErrors;

    /// <summary>All that the server counted.</summary>
    public QueryStatistics Statistics { get; }

    /// <summary>Null when there is nothing to say.</summary>
    internal static PostModernInfoMessageEventArgs? TryRead(IReadOnlyDictionary<string, string> trailers) =>
        QueryStatistics.FromTrailers(trailers) is { } statistics && (statistics.RowErrors > 0 || statistics.Warnings.Count > 0)
            ? new PostModernInfoMessageEventArgs(statistics)
            : null;

    /// <inheritdoc />
    public override string ToString() => string.Join('\n', Warnings);
}
