using PostModern.Lake.Objects;

namespace PostModern.Lake.Copies;

/// <summary>An object's bytes on this machine's disk, as far as somebody has needed them: a file of the object's size with holes.</summary>
public sealed class ObjectCopy
{
    /// <summary>Below that a second request costs more than the whole object.</summary>
    public const long SmallObject = 512 * 1024;

    /// <summary>Ranges that lie no further apart are fetched as one.</summary>
    private const long Gap = 64 * 1024;

    /// <summary>Large ranges are fetched in parts, several at a time.</summary>
    private const long Part = 8 << 20;

    private readonly ObjectRef _source;
    private readonly IObjectStore _store;
    private readonly CopyCache _cache;
    private readonly PresentRanges _present;

    internal ObjectCopy(string path, ObjectRef source, IObjectStore store, CopyCache cache)
    {
        (Path, _source, _store, _cache) = (path, source, store, cache);
        Size = source.Size ?? throw new ArgumentException("The size of what is copied must be known.", nameof(source));
        _present = new PresentRanges(path, Size);
    }

    /// <summary>The object.</summary>
    public string Uri => _source.Uri;

    /// <summary>When the object was last written; null when unknown.</summary>
    public DateTimeOffset? Modified => _source.Modified;

    /// <summary>The object's and the file's size.</summary>
    public long Size { get; }

    /// <summary>The file; it is there once something was fetched.</summary>
    public string Path { get; }

    /// <summary>Fetches what isn't there yet of the whole object.</summary>
    /// <exception cref="Arrow.Errors.ServerException">The store's error; ResourceExhausted: the disk is full.</exception>
    public Task FetchAsync(CancellationToken cancellationToken = default) => FetchAsync([new ByteRange(0, Size)], cancellationToken);

    /// <summary>Fetches what isn't there yet of some of its bytes. Everything else stays a hole, which reads as zeros.</summary>
    /// <inheritdoc cref="FetchAsync(CancellationToken)"/>
    public async Task FetchAsync(IEnumerable<ByteRange> ranges, CancellationToken cancellationToken = default)
    {
        var wanted = RangeSet.Of(ranges.Select(r => new ByteRange(Math.Max(0, r.Start), Math.Min(Size, r.End))));
        using var alone = await _cache.FetchAloneAsync(Path, cancellationToken);
        var missing = RangeSet.Of(wanted.Without(_present.Read()).Ranges, Gap);
        try
        {
            if (missing.Bytes > 0 || Size == 0)
            {
                await FetchAsync(missing, cancellationToken);
            }

            File.SetLastWriteTimeUtc(Path, DateTime.UtcNow);
        }
        catch (IOException e)
        {
            throw _cache.Failed(_source.Uri, e);
        }

        _cache.Added(missing.Bytes);
    }

    private async Task FetchAsync(RangeSet missing, CancellationToken cancellationToken)
    {
        if (!_present.HasBegun)
        {
            using var alone = await _cache.BeginAloneAsync(Path, cancellationToken);
            _present.Begin();
        }

        using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        await Parallel.ForEachAsync(
            missing.Ranges.SelectMany(Split),
            new ParallelOptions { MaxDegreeOfParallelism = CopyCache.Downloads, CancellationToken = cancellationToken },
            async (part, token) => await _cache.DownloadAsync(_store, _source, part, file, token));

        // What is noted must outlast a power cut.
        RandomAccess.FlushToDisk(file);
        _present.Add(missing);
    }

    private static IEnumerable<ByteRange> Split(ByteRange range)
    {
        for (var start = range.Start; start < range.End; start += Part)
        {
            yield return new ByteRange(start, Math.Min(range.End, start + Part));
        }
    }
}
