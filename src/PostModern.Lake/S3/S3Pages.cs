using System.Runtime.CompilerServices;
using Amazon.S3.Model;
using PostModern.Lake.Objects;

namespace PostModern.Lake.S3;

/// <summary>Reads listings page by page: at most a thousand keys are in memory.</summary>
internal sealed class S3Pages(S3Endpoint endpoint, S3ListOptions options)
{
    private const string Slash = "/";

    private static readonly Comparer<(string Key, ObjectRef? Object)> s_byKey =
        Comparer<(string Key, ObjectRef? Object)>.Create((a, b) => S3KeyOrder.Compare(a.Key, b.Key));

    /// <summary>Whether a listing may start at a key that isn't there. For one of versions services disagree whether the first after it comes.</summary>
    public bool StartAnywhere => !options.Versions;

    /// <summary>Whether any key starts like that.</summary>
    public async Task<bool> AnyAsync(S3Location prefix, CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = prefix.Bucket, Prefix = prefix.Key, MaxKeys = 1 };
        var answer = await endpoint.CallAsync(prefix, client => client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
        return prefix.Key.Length == 0 || answer.S3Objects is { Count: > 0 };
    }

    /// <summary>The folders on one level, from the one that <paramref name="after"/> is in; at most a page of them.</summary>
    public async Task<IReadOnlyList<string>> FoldersAsync(S3Location prefix, string after, CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = prefix.Bucket,
            Prefix = prefix.Key,
            Delimiter = Slash,
            StartAfter = LevelStart(prefix, after),
        };
        var answer = await endpoint.CallAsync(prefix, client => client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
        return answer.CommonPrefixes ?? [];
    }

    /// <param name="prefix">What the keys start with.</param>
    /// <param name="isDeep">Whether to go down into folders; otherwise each is one entry.</param>
    /// <param name="range">Which of the keys.</param>
    /// <param name="cancellationToken">Stops between pages and within one.</param>
    public async IAsyncEnumerable<S3Page> ReadAsync(
        S3Location prefix, bool isDeep, S3KeyRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = range.After ?? (isDeep ? options.StartAfter : LevelStart(prefix, options.StartAfter));
        var pages = options.Versions ? ReadVersionsAsync(prefix, isDeep, start, cancellationToken) : ReadObjectsAsync(prefix, isDeep, start, cancellationToken);
        await foreach (var page in pages)
        {
            yield return page.Cut(range, out var isEnd);
            if (isEnd)
            {
                yield break;
            }
        }
    }

    private async IAsyncEnumerable<S3Page> ReadObjectsAsync(
        S3Location prefix, bool isDeep, string? start, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = prefix.Bucket,
            Prefix = prefix.Key,
            Delimiter = isDeep ? null : Slash,
            StartAfter = start,
        };
        do
        {
            var answer = await endpoint.CallAsync(prefix, client => client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            yield return Rest(answer.S3Objects?.Select(o => Entry(prefix with { Key = o.Key }, o, null)), answer.CommonPrefixes);
            request.ContinuationToken = answer.IsTruncated == true ? answer.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    private async IAsyncEnumerable<S3Page> ReadVersionsAsync(
        S3Location prefix, bool isDeep, string? start, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListVersionsRequest
        {
            BucketName = prefix.Bucket,
            Prefix = prefix.Key,
            Delimiter = isDeep ? null : Slash,
            KeyMarker = start,
        };
        bool isTruncated;
        do
        {
            var answer = await endpoint.CallAsync(prefix, client => client.ListVersionsAsync(request, cancellationToken), cancellationToken);
            var versions = answer.Versions?.Where(v => v.IsDeleteMarker != true).Select(v => Entry(prefix with { Key = v.Key }, v, v.VersionId));
            yield return Rest(versions, answer.CommonPrefixes);
            isTruncated = answer.IsTruncated == true;
            (request.KeyMarker, request.VersionIdMarker) = (answer.NextKeyMarker, answer.NextVersionIdMarker);
        }
        while (isTruncated);
    }

    private static (string Key, ObjectRef? Object) Entry(S3Location at, S3Object found, string? version) =>
        (at.Key, S3Requests.Reference(at, found.Size, found.ETag, version, found.LastModified));

    /// <summary>
    /// Services differ in whether a folder that holds the key to start after comes with its other content. So at such a level the listing
    /// starts before that folder, and <see cref="Rest"/> leaves out what was meant to be skipped.
    /// </summary>
    private static string? LevelStart(S3Location prefix, string? after)
    {
        var slash = after?.StartsWith(prefix.Key, StringComparison.Ordinal) == true ? after.IndexOf('/', prefix.Key.Length) : -1;
        return slash < 0 ? after : after![..slash];
    }

    private S3Page Rest(IEnumerable<(string Key, ObjectRef? Object)>? objects, IEnumerable<string>? folders)
    {
        var page = Page(objects, folders);
        return options.StartAfter is not { } start
            ? page
            : new S3Page([.. page.Entries.Where(e => S3KeyOrder.Compare(e.Key, start) > 0 || (e.Object is null && start.StartsWith(e.Key, StringComparison.Ordinal)))]);
    }

    /// <summary>The service sends objects and folders apart; together they are in order again.</summary>
    private static S3Page Page(IEnumerable<(string Key, ObjectRef? Object)>? objects, IEnumerable<string>? folders)
    {
        var entries = (objects ?? []).ToList();
        var found = entries.Count;
        entries.AddRange((folders ?? []).Select(f => (f, (ObjectRef?)null)));
        return new S3Page(entries.Count == found ? entries : [.. entries.Order(s_byKey)]);
    }
}
