using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Copies;
using PostModern.Lake.Delta;
using PostModern.Lake.Lineage;

namespace PostModern.Engine.Execution;

/// <summary>Rows that a <see cref="RowMap"/> makes of objects, written as a dataset's file, and beside it which row came from which object.</summary>
/// <remarks>
/// The rows are written twice: first with their objects, then without, since no other engine is to see a column that is ours. Reading a
/// file keeps its order, so a row has the same number in both. What models cost makes the second writing cheap.
/// </remarks>
/// <param name="context">The running statement.</param>
/// <param name="map">Makes the rows.</param>
/// <param name="layout">The dataset's columns; no partitions.</param>
/// <param name="folder">The dataset's folder.</param>
/// <param name="staged">Takes the files, on their way into that; owned.</param>
internal sealed class SourcedRows(CommandContext context, RowMap map, TableLayout layout, string folder, StagedFolder staged) : IDisposable
{
    /// <summary>The present listing: a row an object.</summary>
    public const string Listing = "temp.main.pm_listing";

    /// <summary>What is known of the objects before: the rows of a <see cref="SourceFile"/>.</summary>
    public const string Known = "temp.main.pm_known";

    /// <summary>The rows of the listing to make rows of.</summary>
    public const string Sources = $"temp.main.{RowMap.SourceTable}";

    private readonly string _stagedName = Path.Combine(SourceFile.FolderName, $"staged-{Guid.NewGuid():N}.parquet");

    private string Staged => Path.Combine(staged.Path, _stagedName);

    /// <summary>Makes the rows of all objects.</summary>
    /// <returns>The rows, and the <see cref="SourceFile"/>.</returns>
    public static async Task<(WrittenFiles? Files, string? Sources)> WriteAllAsync(CommandContext context, RowMap map, TableLayout layout, string folder)
    {
        using var rows = new SourcedRows(context, map, layout, folder, await context.StageAsync(folder));
        await rows.ListAsync();
        await rows.ChooseAsync("true");
        var written = await rows.WriteAsync(kept: null);
        return (written, await rows.DescribeAsync(written, "false", []));
    }

    /// <summary>Reads the listing, and what was known before.</summary>
    /// <param name="log">The dataset.</param>
    /// <param name="known">A <see cref="SourceFile"/>'s path in it.</param>
    public async Task ListAsync(DeltaLog log, string known)
    {
        using var held = await log.FetchAsync(known, context.Cancellation);
        await ListAsync($"FROM read_parquet({SqlText.Literal(log.LocalPath(known))})");
    }

    private Task ListAsync() =>
        ListAsync("SELECT '' AS uri, '' AS identity, '' AS file, 0::BIGINT AS position, false AS failed WHERE false");

    private async Task ListAsync(string known)
    {
        await context.ExecuteAsync(
            $"CREATE OR REPLACE TEMPORARY TABLE pm_listing AS SELECT *, coalesce(obj.uri, path) AS {RowMap.UriColumn}, "
            + $"coalesce(obj.version, obj.etag, error, '') AS __pm_identity FROM ({map.Listing})");
        await context.ExecuteAsync($"CREATE OR REPLACE TEMPORARY TABLE pm_known AS {known}");
    }

    /// <summary>Chooses the objects to make rows of.</summary>
    /// <param name="condition">On the columns of <see cref="Listing"/>.</param>
    public Task ChooseAsync(string condition) => context.ExecuteAsync(
        $"CREATE OR REPLACE TEMPORARY TABLE {RowMap.SourceTable} AS SELECT * EXCLUDE ({RowMap.UriColumn}, __pm_identity) FROM {Listing} WHERE {condition}");

    /// <summary>Makes the rows of the chosen objects.</summary>
    /// <param name="kept">A query for rows to write along, with the dataset's columns and their objects; null for none.</param>
    /// <returns>Null when there are none.</returns>
    public async Task<WrittenFiles?> WriteAsync(string? kept)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Staged)!);
        var columns = DeltaSchema.ColumnsOf(layout.Schema);
        var names = string.Join(", ", columns.Select(c => SqlText.Name(c.Name)).Append(RowMap.UriColumn));
        var stored = string.Join(
            ", ", columns.Select(c => $"CAST({SqlText.Name(c.Name)} AS {c.StorageType}) AS {SqlText.Name(c.Name)}").Append(RowMap.UriColumn));
        var query = $"SELECT {stored} FROM ({map.Query}) AS _({names})";
        query += kept is null ? "" : $" UNION ALL SELECT {stored} FROM ({kept}) AS _({names})";
        await context.ExecuteAsync($"COPY ({query}) TO {SqlText.Literal(Staged)} (FORMAT parquet)");
        return await ParquetWriter.WriteAsync(
            context, $"SELECT * EXCLUDE ({RowMap.UriColumn}) FROM read_parquet({SqlText.Literal(Staged)})", layout, folder);
    }

    /// <summary>Writes down where all rows came from.</summary>
    /// <param name="written">What <see cref="WriteAsync(string?)"/> gave.</param>
    /// <param name="stays">A condition on the rows of <see cref="Known"/>: objects that are neither gone nor made anew.</param>
    /// <param name="rewritten">The files whose rows were written along.</param>
    /// <returns>The file, relative to the dataset's folder.</returns>
    public async Task<string> DescribeAsync(WrittenFiles? written, string stays, IReadOnlyList<string> rewritten)
    {
        var name = SourceFile.NewName();
        var failed = Texts(context.Statement.Inputs.Failed);
        var made = $"""
            SELECT {RowMap.UriColumn} AS uri, __pm_identity AS identity, {RowMap.UriColumn} IN (SELECT unnest({failed})) AS failed
            FROM {Listing} WHERE {RowMap.UriColumn} IN (SELECT coalesce(obj.uri, path) FROM {Sources})
            """;
        var objects = $"SELECT DISTINCT uri, identity, failed FROM {Known} WHERE {stays} UNION ALL {made}";
        var rows = $"SELECT uri, file, position FROM {Known} WHERE file IS NOT NULL AND {stays} AND file NOT IN (SELECT unnest({Texts(rewritten)}))";
        if (written is { Files: [var file] })
        {
            rows += $" UNION ALL SELECT {RowMap.UriColumn}, {SqlText.Literal(file.Path)}, file_row_number AS position "
                + $"FROM read_parquet({SqlText.Literal(Staged)}, file_row_number = true)";
        }

        await context.ExecuteAsync(
            $"COPY (SELECT o.uri, o.identity, r.file, r.position, o.failed FROM ({objects}) AS o LEFT JOIN ({rows}) AS r USING (uri) ORDER BY ALL) "
            + $"TO {SqlText.Literal(Path.Combine(staged.Path, name))} (FORMAT parquet)");
        await staged.StoreAsync(name, context.Cancellation);
        return name;
    }

    /// <summary>Removes what only this statement needs.</summary>
    public void Dispose()
    {
        // A statement that is stopped early has not even its folder.
        if (File.Exists(Staged))
        {
            File.Delete(Staged);
        }

        staged.Dispose();
        foreach (var table in (string[])[Listing, Known, Sources])
        {
            context.Connection.Execute($"DROP TABLE IF EXISTS {table}");
        }
    }

    /// <summary>A list of texts in SQL.</summary>
    public static string Texts(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(SqlText.Literal))}]::VARCHAR[]";
}
