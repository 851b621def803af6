using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Delta;

/// <summary>The files of a log at one moment, and which versions can be read from them.</summary>
/// <remarks>
/// Cleaning up removes the oldest commits, so a log need not begin at 0; a version is there as long as a checkpoint at or before it and the
/// commits after that are. <c>_last_checkpoint</c> isn't asked: it may be missing, late or wrong, and the listing knows all that it says.
/// </remarks>
internal sealed class LogListing
{
    private readonly SortedDictionary<long, DateTimeOffset> _commits = [];
    private readonly List<Checkpoint> _checkpoints;

    /// <summary>The first of the commits that follow each other without a hole up to the last.</summary>
    private readonly long _firstOfTail;

    private LogListing(string location, List<(LogFileName Name, ObjectListing File)> files)
    {
        Location = location;
        Files = files;
        var last = DateTimeOffset.MinValue;
        foreach (var (name, file) in files.Where(f => f.Name.Kind == LogFileKind.Commit).OrderBy(f => f.Name.Version))
        {
            // As the protocol has it: clocks may disagree, but versions don't go back in time.
            var modified = file.Modified ?? DateTimeOffset.UnixEpoch;
            last = modified > last ? modified : last.AddMilliseconds(1);
            _commits.Add(name.Version, last);
        }

        _checkpoints = [.. Complete(files).OrderByDescending(c => c.Version)];
        Latest = Math.Max(_commits.Count > 0 ? _commits.Keys.Last() : -1, _checkpoints.Count > 0 ? _checkpoints[0].Version : -1);
        _firstOfTail = Latest + 1;
        while (_commits.ContainsKey(_firstOfTail - 1))
        {
            _firstOfTail--;
        }
    }

    /// <summary>The table's folder.</summary>
    public string Location { get; }

    /// <summary>Every file that belongs to a version.</summary>
    public IReadOnlyList<(LogFileName Name, ObjectListing File)> Files { get; }

    /// <summary>The newest version.</summary>
    public long Latest { get; }

    /// <summary>The oldest version that can be read.</summary>
    /// <exception cref="ServerException">InvalidInput: the log is damaged, nothing can be read.</exception>
    public long Oldest => _firstOfTail == 0
        ? 0
        : _checkpoints.LastOrDefault(c => c.Version >= _firstOfTail - 1)?.Version ?? throw Missing(_firstOfTail - 1);

    /// <summary>The checkpoints that are complete, newest first.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints => _checkpoints;

    /// <exception cref="ServerException">NotFound: there is no log.</exception>
    public static async Task<LogListing> ReadAsync(IObjectStore store, string location, CancellationToken cancellationToken)
    {
        var files = new List<(LogFileName, ObjectListing)>();
        await foreach (var file in store.ListAsync($"{GlobPattern.Escape(location)}/{DeltaLog.FolderName}/*", cancellationToken))
        {
            if (file.Obj is not null && LogFileName.TryParse(file.Name) is { } name)
            {
                files.Add((name, file));
            }
        }

        var listing = new LogListing(location, files);
        return listing.Latest >= 0 ? listing : throw new ServerException(ErrorCode.NotFound, $"There is no Delta table at '{location}'.");
    }

    /// <summary>Whether the version's own commit is still there.</summary>
    public bool HasCommit(long version) => _commits.ContainsKey(version);

    /// <summary>When the commit's file was written, moved behind the version before it where needed.</summary>
    public DateTimeOffset TimeOf(long version) => _commits[version];

    /// <summary>The newest version that was written at or before a time; -1 when none is known to be that old.</summary>
    public long LatestAt(DateTimeOffset time)
    {
        var found = -1L;
        foreach (var (version, written) in _commits)
        {
            if (written > time)
            {
                break;
            }

            found = version;
        }

        return found;
    }

    /// <summary>Where reading a version may begin, best first: checkpoints, then the very beginning, which is null.</summary>
    public IEnumerable<Checkpoint?> StartsFor(long version)
    {
        var first = version + 1;
        while (HasCommit(first - 1))
        {
            first--;
        }

        return _checkpoints.Where(c => c.Version <= version && c.Version >= first - 1).Concat(first == 0 ? [null] : Array.Empty<Checkpoint?>());
    }

    /// <summary>For a version between those that are there.</summary>
    public ServerException Missing(long version) =>
        new(ErrorCode.InvalidInput, $"The log of '{Location}' is damaged: version {version} is missing.");

    private static IEnumerable<Checkpoint> Complete(IEnumerable<(LogFileName Name, ObjectListing File)> files)
    {
        foreach (var one in files.Where(f => f.Name.Kind == LogFileKind.Checkpoint).GroupBy(f => (f.Name.Version, f.Name.Parts)))
        {
            if (one.Key.Parts == 1)
            {
                foreach (var (name, file) in one)
                {
                    yield return new Checkpoint(name.Version, [file]);
                }
            }
            else if (one.Count() == one.Key.Parts)
            {
                yield return new Checkpoint(one.Key.Version, [.. one.OrderBy(f => f.Name.Part).Select(f => f.File)]);
            }
        }
    }
}
