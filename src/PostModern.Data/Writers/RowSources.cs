using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;

namespace PostModern.Data.Writers;

/// <summary>Other ways to have rows, as one.</summary>
internal static class RowSources
{
    /// <summary>The reader itself for each of its rows.</summary>
    public static async IAsyncEnumerable<IDataRecord> RowsAsync(IDataReader reader, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (reader is DbDataReader modern ? await modern.ReadAsync(cancellationToken) : reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return reader;
        }
    }

    // LINQ's ToAsyncEnumerable looks at no token.
    public static async IAsyncEnumerable<T> RowsAsync<T>(IEnumerable<T> rows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }
}
