using PostModern.Arrow.Errors;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Objects;

namespace PostModern.Engine.Execution;

/// <summary>COPY … TO 's3://…': DuckDB writes on this machine's disk, with all of its options; when all is written, it is uploaded.</summary>
/// <remarks>
/// One object appears whole or not at all. Of several the first may be seen before the last; when one can't be stored, those that were are removed again.
/// </remarks>
internal sealed class Upload(PlannedUpload statement) : ICommand
{
    private const int Uploads = 8;

    public string Probe => statement.Query;

    public bool IsTransactional => false;

    private string Folder => statement.Url.TrimEnd('/') + "/";

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        using var scratch = new ScratchFolder();

        // DuckDB takes the format from the name where no option says it.
        var local = scratch.At(Path.GetFileName(statement.Url.TrimEnd('/')));
        var rows = await context.ExecuteCountedAsync($"COPY ({statement.Query}) TO {SqlText.Literal(local)} {statement.Options}");
        context.Statement.ThrowIfEveryRowFailed();
        if (!Directory.Exists(local))
        {
            await statement.Store.UploadAsync(local, statement.Url, context.Cancellation);
            return rows;
        }

        var files = Directory.GetFiles(local, "*", SearchOption.AllDirectories)
            .ToDictionary(f => Folder + Path.GetRelativePath(local, f).Replace(Path.DirectorySeparatorChar, '/'));
        var present = await ListAsync(context.Cancellation);
        if (present.Count > 0 && !Says("OVERWRITE") && !Says("OVERWRITE_OR_IGNORE") && !Says("APPEND"))
        {
            throw new ServerException(
                ErrorCode.AlreadyExists, $"There are objects in '{Folder}' already, such as '{present[0]}'. Say OVERWRITE, OVERWRITE_OR_IGNORE or APPEND, or choose another folder.");
        }

        await UploadAsync(files, context.Cancellation);
        if (Says("OVERWRITE"))
        {
            await RemoveAsync(present.Where(p => !files.ContainsKey(p)));
        }

        return rows;
    }

    private bool Says(string option)
    {
        var tokens = Lexer.Tokenize(statement.Options);
        var at = tokens.FindIndex(t => t.Is(option));
        return at >= 0 && !(at + 1 < tokens.Count && (tokens[at + 1].Is("false") || tokens[at + 1].Text == "0"));
    }

    private async Task<List<string>> ListAsync(CancellationToken cancellation)
    {
        var found = new List<string>();
        try
        {
            await foreach (var entry in statement.Store.ListAsync(GlobPattern.Escape(Folder[..^1]) + "/**", cancellation))
            {
                found.Add(entry.Path);
            }
        }
        catch (ServerException e) when (e.Code == ErrorCode.NotFound)
        {
            // There is no such folder yet; a bucket that is missing is told when something is stored.
        }

        return found;
    }

    private async Task UploadAsync(Dictionary<string, string> files, CancellationToken cancellation)
    {
        try
        {
            await Parallel.ForEachAsync(
                files,
                new ParallelOptions { MaxDegreeOfParallelism = Uploads, CancellationToken = cancellation },
                async (file, token) => await statement.Store.UploadAsync(file.Value, file.Key, token));
        }
        catch
        {
            await RemoveAsync(files.Keys);
            throw;
        }
    }

    private Task RemoveAsync(IEnumerable<string> urls) => Parallel.ForEachAsync(
        urls, new ParallelOptions { MaxDegreeOfParallelism = Uploads }, async (url, token) => await statement.Store.DeleteAsync(url, token));
}
