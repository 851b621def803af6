using System.Runtime.CompilerServices;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.S3;

/// <summary>One listing of what matches a pattern. Only keys with the pattern's literal beginning are asked for.</summary>
/// <remarks>
/// A part with <c>*</c> is listed with a delimiter, so that what lies below its siblings is never sent; from a <c>**</c> on, everything is
/// listed flat: folders are no cheaper than their content there.
/// </remarks>
internal sealed class S3Listing(S3Pages pages, string pattern)
{
    private const int MostFolders = 8;
    private const int ListingsBuffered = 1000;

    private readonly S3Location _pattern = S3Location.Parse(pattern);
    private readonly bool _mayBeName = pattern.AsSpan().ContainsAny("?[{") && !pattern.Contains('*', StringComparison.Ordinal) && !pattern.EndsWith('/');

    /// <exception cref="ServerException">NotFound: the pattern's literal root isn't there; or what keeps it from being listed.</exception>
    public async IAsyncEnumerable<ObjectListing> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A key that merely looks like a pattern ("scan[1].jpg") means itself when it exists.
        if (_mayBeName && await FindAsync(_pattern.Key, cancellationToken) is { } one)
        {
            yield return one;
            yield break;
        }

        var alternatives = GlobPattern.Parse(_pattern.Key.Length > 0 ? _pattern.Key : "**");
        var seen = alternatives.Count > 1 ? new HashSet<(string, string?)>() : null;
        foreach (var alternative in alternatives)
        {
            await foreach (var listing in ReadAsync(alternative, cancellationToken))
            {
                if (seen?.Add((listing.Path, listing.Version)) != false)
                {
                    yield return listing;
                }
            }
        }
    }

    /// <summary>The object of that very name.</summary>
    private async Task<ObjectListing?> FindAsync(string key, CancellationToken cancellationToken)
    {
        await foreach (var page in pages.ReadAsync(_pattern with { Key = key }, isDeep: false, default, cancellationToken))
        {
            // Of all keys that begin with it, it is the first itself.
            return page.Entries is [{ Object: { } obj } first, ..] && first.Key == key ? ObjectListing.Of(obj.Uri, obj) : null;
        }

        return null;
    }

    private async IAsyncEnumerable<ObjectListing> ReadAsync(GlobPattern glob, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var root = glob.Root.TrimStart('/');
        var name = glob.Segments is [{ IsLiteral: true } literal] ? literal : null;
        if (name is not null && await FindAsync(root + name.Text, cancellationToken) is { } one)
        {
            yield return one;
            yield break;
        }

        var isEmpty = true;
        var walk = new GlobWalk(name is null ? glob.Segments : [name, GlobSegment.Parse("**")]);
        await foreach (var listing in BelowAsync(root, walk, walk.Start, isAhead: false, cancellationToken))
        {
            isEmpty = false;
            yield return listing;
        }

        // A pattern without wildcards names one folder, which is not there when nothing is in it.
        var mustExist = name is null ? root : $"{root}{name.Text}/";
        if (isEmpty && !await pages.AnyAsync(_pattern with { Key = mustExist }, cancellationToken))
        {
            throw new ServerException(ErrorCode.NotFound, $"There is no object or folder '{_pattern with { Key = mustExist.TrimEnd('/') }}'.");
        }
    }

    /// <param name="folder">Where the states are.</param>
    /// <param name="walk">The pattern.</param>
    /// <param name="states">The parts of the pattern that the names in this folder may match.</param>
    /// <param name="isAhead">Whether this is one of several that are read at the same time already.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    private async IAsyncEnumerable<ObjectListing> BelowAsync(
        string folder, GlobWalk walk, SortedSet<int> states, bool isAhead, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (walk.LiteralName(states) is { } name && walk.Enter(states, name) is { Count: > 0 } inside)
        {
            // A literal part needs no search: its siblings may be a million.
            await foreach (var listing in BelowAsync($"{folder}{name}/", walk, inside, isAhead, cancellationToken))
            {
                yield return listing;
            }

            yield break;
        }

        var beginning = _pattern with { Key = folder + walk.BeginningOf(states) };
        var found = walk.IsRecursive(states)
            ? new S3DeepPages(pages).ReadAsync(beginning, isAhead, cancellationToken)
            : pages.ReadAsync(beginning, isDeep: false, default, cancellationToken);
        await foreach (var page in found)
        {
            var parts = Parts(page, folder, walk, states, cancellationToken);
            await foreach (var listing in OrderedReads.ConcatAsync(parts, isAhead ? 1 : MostFolders, ListingsBuffered, cancellationToken))
            {
                yield return listing;
            }
        }
    }

    /// <summary>The objects and the folders of a page, in order.</summary>
    private IEnumerable<IAsyncEnumerable<ObjectListing>> Parts(
        S3Page page, string folder, GlobWalk walk, SortedSet<int> states, CancellationToken cancellationToken)
    {
        var objects = new List<ObjectListing>();
        foreach (var (key, obj) in page.Entries)
        {
            if (obj is not null)
            {
                if (walk.Matches(states, key.AsSpan(folder.Length)))
                {
                    objects.Add(ObjectListing.Of(obj.Uri, obj));
                }
            }
            else if (walk.Enter(states, key[folder.Length..^1]) is { Count: > 0 } below)
            {
                yield return objects.ToAsyncEnumerable();
                objects = [];
                yield return BelowAsync(key, walk, below, isAhead: true, cancellationToken);
            }
        }

        yield return objects.ToAsyncEnumerable();
    }
}
