using System.Runtime.CompilerServices;
using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Delta;

/// <summary>The versions that have a name in the table's folder <c>_tags</c>: they stay readable, however old they are.</summary>
internal static class TaggedVersions
{
    private const string FolderName = "_tags";

    /// <exception cref="ServerException">InvalidInput: a tag can't be read, so that its version isn't known.</exception>
    public static async Task<IReadOnlyCollection<long>> ReadAsync(DeltaLog log, CancellationToken cancellationToken)
    {
        var versions = new List<long>();
        await foreach (var file in ListAsync(log, cancellationToken))
        {
            versions.Add(VersionIn(await log.Store.ReadAsync(file, cancellationToken: cancellationToken), file.Uri));
        }

        return versions;
    }

    private static async IAsyncEnumerable<ObjectRef> ListAsync(
        DeltaLog log, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The wildcard is in the folder's name, because a table without tags has no such folder, and a literal one that is missing is an error.
        await foreach (var file in log.Store.ListAsync($"{GlobPattern.Escape(log.Location)}/{FolderName[..^1]}[s]/*.json", cancellationToken))
        {
            yield return file.Obj ?? throw new ServerException(ErrorCode.InvalidInput, $"The tag '{file.Path}' can't be read: {file.Error}");
        }
    }

    private static long VersionIn(byte[] content, string uri)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return json.RootElement.GetProperty("version").GetInt64();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The tag '{uri}' can't be read: {e.Message}", e);
        }
    }
}
