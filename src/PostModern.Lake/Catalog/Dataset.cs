using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Delta;
using PostModern.Lake.Lineage;

namespace PostModern.Lake.Catalog;

/// <summary>A versioned table in the warehouse. It is a name and a place: it holds no state, and outlives no drop.</summary>
public sealed class Dataset
{
    private readonly SnapshotCache _snapshots;

    internal Dataset(string schema, string name, DeltaLog log, SnapshotCache snapshots)
    {
        Schema = schema;
        Name = name;
        Log = log;
        _snapshots = snapshots;
    }

    public string Schema { get; }

    public string Name { get; }

    /// <summary>The name as users write it: without the schema when that is <c>main</c>.</summary>
    public string QualifiedName => Schema == Warehouse.DefaultSchema ? Name : $"{Schema}.{Name}";

    /// <summary>The folder, absolute. New data files are written here, under <see cref="NewFileName"/>.</summary>
    public string Path => Log.Location;

    public DeltaLog Log { get; }

    /// <summary>A name for a data file that nobody else takes; the file is invisible until a commit adds it.</summary>
    public static string NewFileName() => $"part-{Guid.NewGuid():N}.parquet";

    /// <summary>The dataset as it is now.</summary>
    /// <exception cref="ServerException">NotFound: it was dropped. Unsupported: another engine gave it features that we can't read.</exception>
    public Task<Snapshot> LatestAsync(CancellationToken cancellationToken = default) => _snapshots.LatestAsync(Log, cancellationToken);

    /// <summary>The dataset as it was at a version.</summary>
    /// <exception cref="ServerException">NotFound: it has no such version; the message says which it has.</exception>
    public async Task<Snapshot> AtVersionAsync(long version, CancellationToken cancellationToken = default)
    {
        var latest = await LatestAsync(cancellationToken);
        if (version == latest.Version)
        {
            return latest;
        }

        var first = await FirstVersionAsync(cancellationToken);
        if (version < first || version > latest.Version)
        {
            var range = version == 0 && first > 0 ? $"the first is {first}, the latest {latest.Version}" : $"the latest is {latest.Version}";
            throw new ServerException(
                ErrorCode.NotFound, $"Dataset '{QualifiedName}' has no version {version}; {range}. {HowToList}");
        }

        return await Snapshot.LoadAsync(Log, version, cancellationToken);
    }

    /// <summary>The latest version at or before a time.</summary>
    /// <exception cref="ServerException">NotFound: the time is before the first version; the message says when that was.</exception>
    public async Task<Snapshot> AtTimestampAsync(DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        var first = await FirstVersionAsync(cancellationToken);
        var builder = new SnapshotBuilder(Log);
        while (await Log.ReadAsync(builder.Next, cancellationToken) is { } commit)
        {
            if (commit.Timestamp > time)
            {
                // Version 0 of our own datasets is no version that anyone saw.
                return commit.Version > first ? builder.Build() : throw TooEarly(await FirstTimeAsync(first, cancellationToken));
            }

            builder.Apply(commit);
        }

        return builder.Build();
    }

    /// <summary>The history, oldest first.</summary>
    public async Task<IReadOnlyList<DatasetVersion>> VersionsAsync(CancellationToken cancellationToken = default)
    {
        var first = await FirstVersionAsync(cancellationToken);
        var versions = new List<DatasetVersion>();
        var builder = new SnapshotBuilder(Log);
        while (await Log.ReadAsync(builder.Next, cancellationToken) is { } commit)
        {
            builder.Apply(commit);
            if (commit.Version >= first)
            {
                versions.Add(Describe(commit, builder.Rows));
            }
        }

        return versions;
    }

    private string HowToList => $"List them with: FROM pm.versions('{QualifiedName.Replace("'", "''", StringComparison.Ordinal)}').";

    private static DatasetVersion Describe(Commit commit, long? rows)
    {
        var recipe = CommitRecipe.From(commit.Info);
        return new DatasetVersion(
            commit.Version, commit.Timestamp, commit.Info?.Operation ?? "UNKNOWN", commit.Info?.UserName ?? recipe?.User, rows, recipe)
        {
            Parameters = commit.Info?.OperationParameters ?? new Dictionary<string, string>(),
        };
    }

    /// <summary>1 for datasets that we made, whose version 0 only declares the columns; 0 for other engines' tables.</summary>
    private async Task<long> FirstVersionAsync(CancellationToken cancellationToken)
    {
        var declaration = await Log.ReadAsync(0, cancellationToken);
        return declaration is not null && DatasetDraft.IsDeclaration(declaration) ? 1 : 0;
    }

    private async Task<DateTimeOffset?> FirstTimeAsync(long first, CancellationToken cancellationToken) =>
        (await Log.ReadAsync(first, cancellationToken))?.Timestamp;

    private ServerException TooEarly(DateTimeOffset? first) => new(
        ErrorCode.NotFound,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Dataset '{QualifiedName}' has no version that old; the first was made at {first?.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff} UTC. {HowToList}"));
}
