using System.Text.Json;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;
using PostModern.Lake.Copies;

namespace PostModern.Engine.Planning;

/// <summary>Fetches of Parquet files what a query needs beyond their footers: the columns that it reads, of the row groups that its filters leave.</summary>
/// <remarks>
/// <para>
/// DuckDB binds and optimizes the query over copies that have nothing but their footers, and its own plan tells what it will read. What isn't
/// fetched is a hole in the copy. A hole is never taken for values: whole column chunks are fetched or none of one, and DuckDB begins to read
/// a chunk with the header of a page, which zeros are not, so that it would fail instead.
/// </para>
/// <para>Where the plan can't be had or leaves something open, files are fetched whole.</para>
/// </remarks>
internal static class ColumnFetch
{
    /// <summary>Two scans in place of one read columns later, but no others; and such a plan can't be serialized.</summary>
    private const string LateMaterialization = "late_materialization_max_rows";

    /// <param name="query">A query, or one that is explained, that reads the copies noted in <paramref name="scope"/>.</param>
    /// <param name="connection">Plans it.</param>
    /// <param name="scope">Knows the copies.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task RunAsync(string query, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var copies = scope.TakePartial().Where(c => c.Size > ObjectCopy.SmallObject).DistinctBy(c => c.Path).ToList();
        if (copies.Count == 0)
        {
            return;
        }

        var wanted = copies.Select(c => c.Path).ToHashSet();
        var reads = Plan(query[ExplainedQuery.Find(query, Lexer.Tokenize(query))..], connection)?
            .SelectMany(read => read.Files.Where(wanted.Contains).Select(file => (File: file, Read: read)))
            .ToLookup(r => r.File, r => r.Read);

        // Layouts come from the connection, which answers one question at a time; the fetches then run together.
        var needed = copies.ToDictionary(copy => copy.Path, copy => reads is null ? null : Needed(copy, [.. reads[copy.Path]], connection));
        await HeldCopies.FetchAsync(
            copies,
            (copy, token) => needed[copy.Path] is { } ranges ? copy.FetchAsync(ranges, token) : copy.FetchAsync(token),
            cancellation);
    }

    /// <returns>Null for the whole file.</returns>
    private static List<ByteRange>? Needed(ObjectCopy copy, IReadOnlyList<ParquetRead> reads, Connection connection)
    {
        if (reads.Count == 0)
        {
            return [];
        }

        try
        {
            return ParquetLayout.Read(copy.Path, connection) is { } layout ? [.. reads.SelectMany(layout.Needed)] : null;
        }
        catch (DuckDbException)
        {
            // The statement itself will say what is wrong with the file.
            return null;
        }
    }

    /// <returns>Null when DuckDB can't plan or show it.</returns>
    private static IReadOnlyList<ParquetRead>? Plan(string query, Connection connection)
    {
        try
        {
            using var before = connection.Query($"SELECT CAST(current_setting('{LateMaterialization}') AS VARCHAR)");
            connection.Execute($"SET {LateMaterialization} = 0", CancellationToken.None);
            try
            {
                using var result = connection.Query($"SELECT json_serialize_plan({SqlText.Literal(query)}, optimize := true)");
                using var plans = JsonDocument.Parse(result.Columns[0].GetString(0)!);
                return plans.RootElement.GetProperty("error").GetBoolean() ? null : ParquetReads.Find(plans.RootElement.GetProperty("plans"));
            }
            finally
            {
                connection.Execute($"SET {LateMaterialization} = {before.Columns[0].GetString(0)}", CancellationToken.None);
            }
        }
        catch (Exception e) when (e is DuckDbException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // JSON has no NaN, and another form of the plan is none that could be trusted.
            return null;
        }
    }
}
