using PostModern.Lake.Catalog;
using PostModern.Lake.Copies;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>Lets DuckDB write a query's rows as Parquet files of a dataset, and keeps what it says about them.</summary>
internal static class ParquetWriter
{
    private const int Uploads = 8;

    /// <param name="context">The running statement; its parameters are bound to <paramref name="query"/>.</param>
    /// <param name="query">A SELECT whose columns are the layout's, in order.</param>
    /// <param name="layout">The dataset's columns and partitions.</param>
    /// <param name="folder">The dataset's folder. The files become part of the dataset only when a commit names them.</param>
    /// <returns>Null when the query gave no rows: then there is no file either.</returns>
    public static async Task<WrittenFiles?> WriteAsync(CommandContext context, string query, TableLayout layout, string folder)
    {
        // Partitions get folders of their own; while they are written all lie in one, so that a failure leaves nothing behind.
        using var staged = await context.StageAsync(folder);
        var isPartitioned = layout.PartitionColumns.Count > 0;
        var target = Path.Combine(staged.Path, isPartitioned ? $".writing-{Guid.NewGuid():N}" : Dataset.NewFileName());
        var kept = new List<AddFile>();
        try
        {
            var files = await CopyAsync(context, query, layout, target);
            context.Statement.ThrowIfEveryRowFailed();
            await RequiredColumns.CheckAsync(context, layout, files);
            kept.AddRange(files.Where(f => f.Rows > 0).Select(f => isPartitioned ? Place(f, target, staged.Path) : f with { Path = Path.GetFileName(target) }));
            await StoreAsync(staged, kept, context.Cancellation);
        }
        catch
        {
            // A failed statement leaves nothing behind; what a killed process leaves, no commit names.
            await Task.WhenAll(kept.Select(f => staged.DiscardAsync(f.Path)));
            kept.Clear();
            throw;
        }
        finally
        {
            Remove(target, isPartitioned, isKept: kept.Count > 0);
        }

        return kept.Count > 0 ? new WrittenFiles(kept, kept.Sum(f => f.Rows ?? 0)) : null;
    }

    private static void Remove(string target, bool isFolder, bool isKept)
    {
        if (isFolder && Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }
        else if (!isFolder && !isKept)
        {
            File.Delete(target);
        }
    }

    private static async Task<IReadOnlyList<AddFile>> CopyAsync(CommandContext context, string query, TableLayout layout, string target)
    {
        var sql = new CopySql(layout);
        var files = new List<AddFile>();
        foreach (var batch in await context.QueryAsync(sql.Copy(query, target)))
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++)
                {
                    files.Add(CopyResult.Read(batch, row, layout));
                }
            }
        }

        return files;
    }

    private static Task StoreAsync(StagedFolder staged, IEnumerable<AddFile> files, CancellationToken cancellation) => Parallel.ForEachAsync(
        files,
        new ParallelOptions { MaxDegreeOfParallelism = Uploads, CancellationToken = cancellation },
        async (file, token) => await staged.StoreAsync(file.Path, token));

    /// <summary>Moves a partition's file from where it was written to where it belongs.</summary>
    private static AddFile Place(AddFile file, string from, string folder)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetRelativePath(from, file.Path))!, Dataset.NewFileName());
        Directory.CreateDirectory(Path.Combine(folder, Path.GetDirectoryName(path)!));
        File.Move(file.Path, Path.Combine(folder, path));
        return file with { Path = path };
    }
}
