using System.Runtime.CompilerServices;

namespace PostModern.Lake.S3;

/// <summary>
/// Reads everything below a prefix. A service answers one listing page after page, so a long one is divided at its folders into ranges of
/// keys that are read at the same time; the pages still come in the order of the keys.
/// </summary>
/// <remarks>Ranges of keys, and not folders: a thousand small folders would be a thousand requests.</remarks>
internal sealed class S3DeepPages(S3Pages pages)
{
    /// <summary>Listings up to this length are read as they are, and a LIMIT within them costs nothing ahead.</summary>
    private const int PagesBeforeDivision = 2;

    private const int MostRanges = 8;
    private const int PagesBuffered = 2;

    /// <summary>Folders that hold a few folders are divided by those, and so on; three levels find any year/month/day.</summary>
    private const int MostLevels = 3;

    /// <param name="prefix">What the keys start with.</param>
    /// <param name="isAhead">Whether this is one of several listings that are read at the same time already; it isn't divided then.</param>
    /// <param name="cancellationToken">Stops all requests.</param>
    public async IAsyncEnumerable<S3Page> ReadAsync(
        S3Location prefix, bool isAhead, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var first = pages.ReadAsync(prefix, isDeep: true, default, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var last = "";
        for (var read = 0; isAhead || !pages.StartAnywhere || read < PagesBeforeDivision; read++)
        {
            if (!await first.MoveNextAsync())
            {
                yield break;
            }

            yield return first.Current;
            last = first.Current.Entries is [.., var entry] ? entry.Key : last;
        }

        var bounds = await FindBoundsAsync(prefix, last, cancellationToken);
        var ranges = bounds.Select((b, i) => pages.ReadAsync(prefix, isDeep: true, new S3KeyRange(b, bounds.ElementAtOrDefault(i + 1)), cancellationToken));
        var all = ranges.Prepend(RestAsync(first, new S3KeyRange(null, bounds is [var bound, ..] ? bound : null)));
        await foreach (var page in OrderedReads.ConcatAsync(all, MostRanges, PagesBuffered, cancellationToken))
        {
            yield return page;
        }
    }

    private static async IAsyncEnumerable<S3Page> RestAsync(IAsyncEnumerator<S3Page> first, S3KeyRange range)
    {
        while (await first.MoveNextAsync())
        {
            var page = first.Current.Cut(range, out var isEnd);
            yield return page;
            if (isEnd)
            {
                yield break;
            }
        }
    }

    /// <summary>Keys at which the rest of the listing falls into about equally many folders.</summary>
    private async Task<IReadOnlyList<string>> FindBoundsAsync(S3Location prefix, string after, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> folders = [prefix.Key];
        for (var level = 0; level < MostLevels && folders.Count < MostRanges; level++)
        {
            var inner = await Task.WhenAll(folders.Select(f => pages.FoldersAsync(prefix with { Key = f }, after, cancellationToken)));
            folders = [.. folders.SelectMany((f, i) => inner[i].Count > 0 ? inner[i] : [f])];
        }

        var later = folders.Where(f => S3KeyOrder.Compare(f, after) > 0).ToList();
        var step = Math.Max(1, (later.Count + MostRanges - 2) / (MostRanges - 1));
        return [.. later.Where((_, i) => i % step == 0)];
    }
}
