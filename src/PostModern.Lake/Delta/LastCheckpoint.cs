using System.Text.Json;
using System.Text.Json.Nodes;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Delta;

/// <summary>The file <c>_last_checkpoint</c>: a hint for readers that would rather not list the whole log.</summary>
/// <param name="Version">The checkpoint's version.</param>
/// <param name="Size">Actions in it.</param>
/// <param name="SizeInBytes">Of its file.</param>
/// <param name="FileCount">Files that make up the table.</param>
/// <param name="UniqueName">The name of a checkpoint that isn't named by its version alone.</param>
/// <remarks>Delta transaction log protocol, section "Last Checkpoint File".</remarks>
internal sealed record LastCheckpoint(long Version, long Size, long SizeInBytes, long FileCount, string? UniqueName)
{
    private const string FileName = "_last_checkpoint";

    /// <summary>Leaves the hint, unless there is one to a newer checkpoint.</summary>
    public static async Task WriteAsync(DeltaLog log, LastCheckpoint hint, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var uri = log.UriOf(FileName);
        if (await ReadVersionAsync(log.Store, uri, cancellationToken) is { } version && version > hint.Version)
        {
            return;
        }

        // Replacing in one step would make the folder of a table that was dropped meanwhile. For a moment there is no hint, which is no harm.
        await log.Store.DeleteAsync(uri, cancellationToken);
        await log.Store.PutIfAbsentAsync(uri, JsonSerializer.SerializeToUtf8Bytes(hint.ToJson(now)), cancellationToken);
    }

    private JsonObject ToJson(DateTimeOffset now)
    {
        var json = new JsonObject
        {
            ["version"] = Version,
            ["size"] = Size,
            ["sizeInBytes"] = SizeInBytes,
            ["numOfAddFiles"] = FileCount,
        };
        if (UniqueName is not null)
        {
            json["v2Checkpoint"] = new JsonObject
            {
                ["path"] = UniqueName,
                ["sizeInBytes"] = SizeInBytes,
                ["modificationTime"] = now.ToUnixTimeMilliseconds(),
            };
        }

        return json;
    }

    private static async Task<long?> ReadVersionAsync(IObjectStore store, string uri, CancellationToken cancellationToken)
    {
        if (await store.TryGetAsync(uri, cancellationToken) is not { } file)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(await store.ReadAsync(file, cancellationToken: cancellationToken));
            return json.RootElement.GetProperty("version").GetInt64();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // Damaged: to be replaced.
            return null;
        }
    }
}
