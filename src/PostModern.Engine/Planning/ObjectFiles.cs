using PostModern.Arrow.Errors;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;
using PostModern.Lake.Copies;
using PostModern.Lake.Objects;

namespace PostModern.Engine.Planning;

/// <summary>Lets DuckDB's own functions read objects in buckets and behind links: each URL becomes the path of a copy on this machine's disk.</summary>
/// <remarks>
/// A pattern is listed when the statement is planned, and what was found is pinned. Of Parquet only the footers are fetched here;
/// <see cref="ColumnFetch"/> fetches what the query needs beyond them.
/// </remarks>
/// <param name="stores">Where the objects are.</param>
/// <param name="copies">Takes the copies.</param>
internal sealed class ObjectFiles(ObjectStores stores, CopyCache copies)
{
    /// <exception cref="ServerException">NotFound: there is no such object; or what the store says.</exception>
    public async Task<string> RewriteAsync(string sql, StatementScope scope, CancellationToken cancellation)
    {
        var edits = new List<Edit>();
        foreach (var reference in FileReferences.Find(sql))
        {
            edits.AddRange(Edits(reference, await FetchAsync(reference, scope, cancellation)));
        }

        return SqlText.Apply(sql, edits);
    }

    /// <summary>COPY … FROM an object, or a pattern of several.</summary>
    public async Task<CopyFromStatement> BindAsync(CopyFromStatement copy, StatementScope scope, CancellationToken cancellation)
    {
        if (FileReferences.LeadingUrl(copy.Source) is not { } url)
        {
            return copy;
        }

        var held = await HoldAsync(url.Url, scope, cancellation);
        await held.FetchAsync(cancellation);
        return copy with { Sources = [.. held.Copies.Select(c => $"{SqlText.Literal(FileScan.Unglobbed(c.Path))} {url.Options}")] };
    }

    /// <summary>COPY … TO an object, or a folder of objects; or to a file, which is DuckDB's.</summary>
    /// <exception cref="ServerException">Unsupported: nothing can be written there.</exception>
    public SqlStatement Bind(CopyToStatement copy)
    {
        if (FileReferences.LeadingUrl(copy.Target) is not { } target)
        {
            return new DuckDbStatement($"COPY ({copy.Query}) TO {copy.Target}");
        }

        return ObjectUri.SchemeOf(target.Url) == "s3"
            ? new PlannedUpload(copy.Text, copy.Query, target.Url, target.Options, stores.For(target.Url))
            : throw new ServerException(ErrorCode.Unsupported, $"'{target.Url}' can't be written: COPY … TO takes s3://bucket/key, or a file of the server.");
    }

    /// <summary>The listed object under each path.</summary>
    private async Task<IReadOnlyList<(string Path, ObjectCopy? Copy)>> FetchAsync(FileReference reference, StatementScope scope, CancellationToken cancellation)
    {
        var files = new List<(string, ObjectCopy?)>();
        foreach (var pattern in reference.Patterns)
        {
            if (!FileReferences.IsUrl(pattern))
            {
                files.Add((pattern, null));
                continue;
            }

            var held = await HoldAsync(pattern, scope, cancellation);
            await FetchAsync(reference, held, scope, cancellation);
            files.AddRange(held.Copies.Select(c => (FileScan.Unglobbed(c.Path), (ObjectCopy?)c)));
        }

        return files;
    }

    private static async Task FetchAsync(FileReference reference, HeldCopies held, StatementScope scope, CancellationToken cancellation)
    {
        switch (reference.Function)
        {
            case "read_parquet" or "parquet_scan":
            case "" when held.Copies.All(c => FileFormat.IsParquet(c.Path)):
                await ParquetFooter.FetchAsync(held.Copies, cancellation);
                scope.AddPartial(held.Copies);
                break;
            case "parquet_metadata" or "parquet_schema" or "parquet_file_metadata" or "parquet_kv_metadata" or "parquet_full_metadata":
                await ParquetFooter.FetchAsync(held.Copies, cancellation);
                break;
            default:
                await held.FetchAsync(cancellation);
                break;
        }
    }

    private async Task<HeldCopies> HoldAsync(string pattern, StatementScope scope, CancellationToken cancellation)
    {
        var found = await ListAsync(pattern, cancellation);
        scope.AddListing(pattern, found);
        var objects = found.Select(f => f.Obj!).Where(o => o.Size is not null).ToList();
        return objects.Count == found.Count
            ? scope.Hold(await copies.HoldAsync(objects, stores.For, cancellation))
            : throw new ServerException(ErrorCode.Unsupported, $"The size of '{pattern}' is unknown: its server sends no Content-Length. Save it as a file, and read that.");
    }

    private async Task<IReadOnlyList<ObjectListing>> ListAsync(string pattern, CancellationToken cancellation)
    {
        var store = stores.For(pattern);
        if (ObjectUri.SchemeOf(pattern) != "s3")
        {
            // A link is one object, and asking for it gives the reason why it can't be read.
            var obj = await store.TryGetAsync(pattern, cancellation) ?? throw new ServerException(ErrorCode.NotFound, $"There is no object '{pattern}'.");
            return [ObjectListing.Of(obj.Uri, obj)];
        }

        var found = new List<ObjectListing>();
        await foreach (var listing in store.ListAsync(pattern, cancellation))
        {
            found.Add(listing);
        }

        return found.Count > 0 ? found : throw new ServerException(ErrorCode.NotFound, $"No object matches '{pattern}'. List what is there with: FROM files('…').");
    }

    private IEnumerable<Edit> Edits(FileReference reference, IReadOnlyList<(string Path, ObjectCopy? Copy)> files)
    {
        if (reference.Function.Length == 0)
        {
            // A single file keeps its literal, and with it the name that columns may be qualified by.
            var read = files.Count == 1 ? SqlText.Literal(files[0].Path) : $"{FileFormat.FunctionFor(files.Select(f => f.Path))}({List(files)})";
            yield return new Edit(reference.Start, reference.End, read);
            yield break;
        }

        var columns = Replaced(reference, files);
        if (columns.Length > 0)
        {
            yield return new Edit(reference.Call.Start, reference.Call.Start, $"(SELECT * REPLACE ({columns}) FROM ");
        }

        yield return new Edit(reference.Start, reference.End, files.Count == 1 ? SqlText.Literal(files[0].Path) : List(files));
        if (columns.Length > 0)
        {
            yield return new Edit(reference.Call.End, reference.Call.End, ")");
        }
    }

    /// <summary>The columns that tell of files, as they would if DuckDB read the objects themselves.</summary>
    private string Replaced(FileReference reference, IReadOnlyList<(string Path, ObjectCopy? Copy)> files)
    {
        if (reference.Function is "read_text" or "read_blob")
        {
            var times = files.Where(f => f.Copy?.Modified is not null).ToList();
            var known = string.Join(", ", times.Select(f => $"({SqlText.Literal(f.Copy!.Path)}, TIMESTAMPTZ '{f.Copy.Modified!.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}+00')"));
            var modified = times.Count == 0 ? "" : $", coalesce((SELECT modified FROM (VALUES {known}) AS _(path, modified) WHERE path = filename), last_modified) AS last_modified";
            return $"{Url("filename")} AS filename{modified}";
        }

        return reference.FileNameColumn is { } column ? $"{Url(SqlText.Name(column))} AS {SqlText.Name(column)}" : "";
    }

    /// <summary>A copy's path says what it is a copy of.</summary>
    private string Url(string path) =>
        $@"regexp_replace({path}, {SqlText.Literal($@"^\Q{copies.Folder}\E/[0-9a-f]+/(s3|https?)/")}, '\1://')";

    private static string List(IEnumerable<(string Path, ObjectCopy? Copy)> files) => $"[{string.Join(", ", files.Select(f => SqlText.Literal(f.Path)))}]";
}
