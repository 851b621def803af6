using System.Diagnostics;
using PostModern.Benchmarks.Frame;
using PostModern.DuckDb;
using PostModern.Engine;
using PostModern.Engine.Execution;
using PostModern.Lake.Catalog;

namespace PostModern.Benchmarks.Datasets;

/// <summary>What a dataset's past costs, reading it and adding to it.</summary>
internal sealed class DatasetsGroup : Group
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-bench-");
    private readonly Database _database = Database.Open();
    private QueryEngine _engine = null!;

    public override string Name => "datasets";

    public override async Task<IReadOnlyList<Measure>> PrepareAsync(bool smoke, CancellationToken cancellationToken)
    {
        var versions = smoke ? 100 : 10_000;
        await LongLog.WriteAsync(OpenWarehouse(), "long", versions, cancellationToken);
        var warehouse = _folder.CreateSubdirectory("warehouse");
        _engine = await QueryEngine.OpenAsync(new EngineOptions { Warehouse = warehouse.FullName }, cancellationToken);
        return
        [
            new Measure(
                "open-old-version", "ms", Direction.LessIsBetter, 0.33,
                token => OpenAsync(dataset => dataset.AtVersionAsync(versions - 10, token), versions - 10),
                token => OpenAsync(dataset => dataset.LatestAsync(token), versions)),
            .. await new DatasetReads(_engine, _database).PrepareAsync(
                new Warehouse(warehouse.FullName, new ParquetRows(_database)), smoke, cancellationToken),
            new DatasetWrites(_engine, _database, _folder).Append(),
        ];
    }

    public override async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        _database.Dispose();
        _folder.Delete(recursive: true);
        await base.DisposeAsync();
    }

    /// <summary>Opens a version as a server does that has just started: it remembers no snapshot.</summary>
    private async Task<double> OpenAsync(Func<Dataset, Task<Lake.Delta.Snapshot>> open, long version)
    {
        var dataset = await OpenWarehouse().OpenAsync("main", "long");
        var watch = Stopwatch.StartNew();
        var snapshot = await open(dataset);
        var elapsed = watch.Elapsed.TotalMilliseconds;
        return snapshot.Version == version && snapshot.Files.Count == version - 1
            ? elapsed
            : throw new InvalidOperationException($"Version {snapshot.Version} with {snapshot.Files.Count} files instead of version {version}.");
    }

    private Warehouse OpenWarehouse() => new(_folder.FullName, new ParquetRows(_database));
}
