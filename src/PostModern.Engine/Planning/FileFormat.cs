using PostModern.Arrow.Errors;

namespace PostModern.Engine.Planning;

/// <summary>What DuckDB takes a file for that it is only told the name of.</summary>
internal static class FileFormat
{
    public static bool IsParquet(string path) => ExtensionOf(path) is ".parquet" or ".parq";

    /// <summary>The function that reads such files.</summary>
    /// <exception cref="ServerException">Unsupported: their names don't tell.</exception>
    public static string FunctionFor(IEnumerable<string> paths)
    {
        var functions = paths.Select(FunctionFor).Distinct().ToList();
        return functions is [{ } one]
            ? one
            : throw new ServerException(ErrorCode.Unsupported, "The names of the objects don't tell one format. Name a function that reads them, such as read_csv(…).");
    }

    private static string? FunctionFor(string path) => ExtensionOf(path) switch
    {
        ".parquet" or ".parq" => "read_parquet",
        ".csv" or ".tsv" => "read_csv",
        ".json" or ".jsonl" or ".ndjson" => "read_json",
        _ => null,
    };

    private static string ExtensionOf(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) ? path[..^4] : path;
        return Path.GetExtension(name).ToLowerInvariant();
    }
}
