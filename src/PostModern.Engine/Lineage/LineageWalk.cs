using PostModern.Arrow.Errors;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Lineage;

namespace PostModern.Engine.Lineage;

/// <summary>Follows recipes from dataset to dataset: up to the listings and models that all comes from, and down to what was made of it.</summary>
/// <remarks>For one question: what it reads of the logs it keeps.</remarks>
internal sealed class LineageWalk(Warehouse warehouse, CancellationToken cancellation)
{
    private const string Up = "up";
    private const string Down = "down";
    private readonly Dictionary<(string Dataset, long Version), IReadOnlyList<ContentCommit>> _contents = [];
    private readonly List<LineageRow> _rows = [];

    /// <param name="dataset">Where to start.</param>
    /// <param name="version">Its version; null for the latest, and downwards for what was made of any.</param>
    /// <exception cref="ServerException">NotFound: no such version.</exception>
    public async Task<IReadOnlyList<LineageRow>> RunAsync(Dataset dataset, long? version)
    {
        var snapshot = version is { } at ? await dataset.AtVersionAsync(at, cancellation) : await dataset.LatestAsync(cancellation);
        await WalkUpAsync(dataset, snapshot.Version, 1, []);
        await WalkDownAsync(dataset, version, 1, [], await LatestContentsAsync());
        return _rows;
    }

    private async Task WalkUpAsync(Dataset dataset, long version, long depth, HashSet<(string, long)> seen)
    {
        if (!seen.Add((dataset.QualifiedName, version)))
        {
            return;
        }

        var contents = (await ContentsAsync(dataset, version)).Where(c => c.Recipe is not null).ToList();
        _rows.AddRange(contents.SelectMany(c => Sources(c, depth)).Distinct());
        var inputs = contents.SelectMany(c => c.Recipe!.Inputs.Select(i => (Input: i, Via: c.Operation))).Where(i => !Is(dataset, i.Input)).Distinct().ToList();
        foreach (var (input, via) in inputs)
        {
            _rows.Add(new LineageRow(Up, depth, "dataset", Qualified(input), input.Version, null, null, null, via));
            if (await OpenAsync(input) is { } source)
            {
                await WalkUpAsync(source, input.Version, depth + 1, seen);
            }
        }
    }

    /// <summary>The listings and models of one commit.</summary>
    private static IEnumerable<LineageRow> Sources(ContentCommit commit, long depth) =>
        (commit.Recipe!.Listings ?? []).Select(l => new LineageRow(
            Up, depth, "object", $"{l.Function}({SqlText.Literal(l.Pattern)})", null, l.Hash, null, l.Count, commit.Operation))
        .Concat(commit.Recipe.Models.Select(m => new LineageRow(Up, depth, "model", m.Name, null, m.Digest, m.Task, null, commit.Operation)));

    private async Task WalkDownAsync(
        Dataset dataset, long? version, long depth, HashSet<string> seen, IReadOnlyList<(Dataset Dataset, IReadOnlyList<ContentCommit> Contents)> all)
    {
        if (!seen.Add(dataset.QualifiedName))
        {
            return;
        }

        foreach (var (other, contents) in all.Where(o => o.Dataset.QualifiedName != dataset.QualifiedName))
        {
            var uses = contents.Where(c => c.Recipe?.Inputs.Any(i => Is(dataset, i) && (version is null || i.Version == version)) == true).ToList();
            _rows.AddRange(uses.Select(c => new LineageRow(Down, depth, "dataset", other.QualifiedName, c.Version, null, null, null, c.Operation)));
            if (uses.Count > 0)
            {
                await WalkDownAsync(other, null, depth + 1, seen, all);
            }
        }
    }

    private async Task<IReadOnlyList<(Dataset, IReadOnlyList<ContentCommit>)>> LatestContentsAsync()
    {
        var all = new List<(Dataset, IReadOnlyList<ContentCommit>)>();
        foreach (var dataset in await warehouse.ListAsync(cancellation))
        {
            try
            {
                all.Add((dataset, await ContentsAsync(dataset, (await dataset.LatestAsync(cancellation)).Version)));
            }
            catch (ServerException)
            {
                // Another engine's table that can't be read here was made of none of ours; a dropped one is gone.
            }
        }

        return all;
    }

    private async Task<IReadOnlyList<ContentCommit>> ContentsAsync(Dataset dataset, long version)
    {
        var key = (dataset.QualifiedName, version);
        if (!_contents.TryGetValue(key, out var commits))
        {
            var read = new List<ContentCommit>();
            await foreach (var commit in ContentHistory.WalkAsync(dataset.Log, version, cancellation))
            {
                read.Add(commit);
            }

            _contents.Add(key, commits = read);
        }

        return commits;
    }

    /// <returns>Null when it was dropped, or another one has its name now.</returns>
    private async Task<Dataset?> OpenAsync(DatasetInput input)
    {
        try
        {
            return await warehouse.TryOpenAsync(input.Schema, input.Name, cancellation) is { } dataset
                && (input.TableId is null || (await dataset.LatestAsync(cancellation)).Metadata.Id == input.TableId) ? dataset : null;
        }
        catch (ServerException)
        {
            return null;
        }
    }

    private static bool Is(Dataset dataset, DatasetInput input) =>
        dataset.Schema.Equals(input.Schema, StringComparison.OrdinalIgnoreCase) && dataset.Name.Equals(input.Name, StringComparison.OrdinalIgnoreCase);

    private static string Qualified(DatasetInput input) =>
        input.Schema == Warehouse.DefaultSchema ? input.Name : $"{input.Schema}.{input.Name}";
}
