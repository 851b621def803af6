using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Catalog;

/// <summary>Who has which name: for each name numbered entries, of which the last counts.</summary>
/// <param name="store">Puts if absent.</param>
/// <param name="folder">The URI of the folder of all entries.</param>
internal sealed class NameLog(IObjectStore store, string folder)
{
    // No folder name of ours begins like that: percent signs are escaped.
    private const string SchemaItself = "%schema";

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly ConcurrentDictionary<string, Entry> _known = [];

    /// <summary>A name's last entry.</summary>
    /// <param name="Number">Its number; 0 when there is none.</param>
    /// <param name="Taken">What the name stands for; null when it is free.</param>
    public readonly record struct State(long Number, TakenName? Taken);

    /// <param name="Writer">Unique, so that a writer whose answer got lost knows its own entry again.</param>
    private sealed record Entry(string Writer, TakenName? Taken);

    /// <summary>All names that are taken.</summary>
    public async Task<IReadOnlyList<TakenName>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var last = new Dictionary<string, ObjectRef>();
        await foreach (var file in ListAsync($"{GlobPattern.Escape(folder)}/**/*.json", cancellationToken))
        {
            // In the order of keys, a name's last entry comes last.
            last[file.Uri[..file.Uri.LastIndexOf('/')]] = file;
        }

        var entries = await Task.WhenAll(last.Values.Select(file => ReadAsync(file, cancellationToken)));
        return [.. entries.Select(e => e.Taken).OfType<TakenName>()];
    }

    /// <param name="name">Null for the schema itself.</param>
    public async Task<State> ReadAsync(string schema, string? name, CancellationToken cancellationToken)
    {
        ObjectRef? last = null;
        await foreach (var file in ListAsync($"{GlobPattern.Escape(FolderOf(schema, name))}/*.json", cancellationToken))
        {
            last = file;
        }

        return last is null ? new State(0, null) : new State(NumberOf(last.Uri), (await ReadAsync(last, cancellationToken)).Taken);
    }

    /// <summary>Gives a free name a meaning.</summary>
    /// <returns>False when it has one.</returns>
    public async Task<bool> TakeAsync(TakenName taken, CancellationToken cancellationToken) =>
        await AppendAsync(taken.Schema, taken.Name, now => now is null, taken, cancellationToken);

    /// <summary>Makes a name free.</summary>
    /// <returns>False when it doesn't stand for <paramref name="target"/> (any more).</returns>
    public async Task<bool> FreeAsync(string schema, string? name, string? target, CancellationToken cancellationToken) =>
        await AppendAsync(schema, name, now => now is not null && now.Folder == target, null, cancellationToken);

    private async Task<bool> AppendAsync(
        string schema, string? name, Func<TakenName?, bool> isExpected, TakenName? next, CancellationToken cancellationToken)
    {
        var entry = new Entry(Guid.NewGuid().ToString("N"), next);
        var content = JsonSerializer.SerializeToUtf8Bytes(entry, s_json);
        while (true)
        {
            var now = await ReadAsync(schema, name, cancellationToken);
            if (!isExpected(now.Taken))
            {
                return false;
            }

            var uri = $"{FolderOf(schema, name)}/{(now.Number + 1).ToString("D8", CultureInfo.InvariantCulture)}.json";
            if (await store.PutIfAbsentAsync(uri, content, cancellationToken) || await IsOursAsync(uri, entry, cancellationToken))
            {
                return true;
            }
        }
    }

    /// <summary>A put whose answer got lost is tried again and then finds its own entry.</summary>
    private async Task<bool> IsOursAsync(string uri, Entry entry, CancellationToken cancellationToken) =>
        await store.TryGetAsync(uri, cancellationToken) is { } file && (await ReadAsync(file, cancellationToken)).Writer == entry.Writer;

    /// <summary>Entries never change, so each is read once.</summary>
    private async Task<Entry> ReadAsync(ObjectRef file, CancellationToken cancellationToken)
    {
        var key = $"{file.Uri} {file.Etag}";
        if (!_known.TryGetValue(key, out var entry))
        {
            entry = Parse(file.Uri, await store.ReadAsync(file, cancellationToken: cancellationToken));
            _known[key] = entry;
        }

        return entry;
    }

    private static Entry Parse(string uri, byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize<Entry>(content, s_json)!;
        }
        catch (JsonException e)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The catalog entry '{uri}' is damaged: {e.Message}", e);
        }
    }

    private async IAsyncEnumerable<ObjectRef> ListAsync(
        string pattern, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var files = store.ListAsync(pattern, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(files))
        {
            yield return files.Current.Obj!;
        }
    }

    /// <summary>Before the first name there is no folder.</summary>
    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ObjectListing> files)
    {
        try
        {
            return await files.MoveNextAsync();
        }
        catch (ServerException e) when (e.Code == ErrorCode.NotFound)
        {
            return false;
        }
    }

    private string FolderOf(string schema, string? name) =>
        $"{folder}/{FolderName.Of(schema.ToLowerInvariant())}/{(name is null ? SchemaItself : FolderName.Of(name.ToLowerInvariant()))}";

    private static long NumberOf(string uri) => long.Parse(uri.AsSpan(uri.LastIndexOf('/') + 1, 8), NumberStyles.None, CultureInfo.InvariantCulture);
}
