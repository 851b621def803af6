using System.Diagnostics;
using PostModern.Benchmarks.Frame;
using PostModern.Data;
using PostModern.Engine;
using PostModern.Models;
using PostModern.Models.Loading;
using PostModern.Models.Registry;
using PostModern.Models.Tasks.Captioning;
using PostModern.Server;
using PostModern.Testing;

namespace PostModern.Benchmarks.Skeleton;

/// <summary>What the whole way through the server costs, beside the same models in a loop; and how much memory a long result takes.</summary>
internal sealed class SkeletonGroup : Group
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-bench-");
    private PostModernServer _server = null!;
    private LoadedModels _models = null!;
    private string[] _pictures = [];

    public override string Name => "skeleton";

    public override async Task<IReadOnlyList<Measure>> PrepareAsync(bool smoke, CancellationToken cancellationToken)
    {
        _pictures = CopyPictures(smoke ? 4 : 200);
        _models = new LoadedModels(ModelRegistry.Open(ModelRegistry.DefaultFolder, ModelRuntime.DefaultCacheFolder));
        var engine = new EngineOptions { Warehouse = Path.Combine(_folder.FullName, "warehouse"), FilesRoot = _folder.FullName };
        _server = await PostModernServer.StartAsync(new ServerOptions { Port = 0, Engine = engine }, cancellationToken);
        var rows = smoke ? 100_000 : 10_000_000;
        return
        [
            new Measure("caption-200-pictures", "images/s", Direction.MoreIsBetter, 0.9, CaptionInSqlAsync, CaptionInLoopAsync),
            Measure.Limit("stream-10m-rows-peak-memory", "MB", 300, token => StreamMemory.PeakAsync($"SELECT * FROM range({rows})", rows, token)),
        ];
    }

    public override async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _models.Dispose();
        _folder.Delete(recursive: true);
        await base.DisposeAsync();
    }

    private async Task<double> CaptionInSqlAsync(CancellationToken cancellationToken)
    {
        // New times make new identities: the inference cache knows none of them.
        foreach (var picture in _pictures)
        {
            File.SetLastWriteTimeUtc(picture, DateTime.UtcNow);
        }

        await using var connection = new PostModernConnection($"Host=127.0.0.1;Port={_server.Port}");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT caption(obj) FROM files('pictures/*.jpg')";
        var watch = Stopwatch.StartNew();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var captions = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            captions += reader.IsDBNull(0) ? 0 : 1;
        }

        if (captions != _pictures.Length || reader.Statistics!.ModelCalls != captions)
        {
            throw new InvalidOperationException($"{captions} captions of {_pictures.Length} pictures, {reader.Statistics?.ModelCalls} model calls.");
        }

        return captions / watch.Elapsed.TotalSeconds;
    }

    /// <summary>As one would write it without a server: read, decode, detect, describe; a picture a core.</summary>
    private Task<double> CaptionInLoopAsync(CancellationToken cancellationToken)
    {
        var captioner = Captioner.Of(_models.Parts(Captioner.DefaultModel));
        var watch = Stopwatch.StartNew();
        Parallel.ForEach(
            _pictures,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
            picture =>
            {
                using var image = Captioner.Prepare(File.ReadAllBytes(picture));
                captioner.Caption([image], cancellationToken);
            });
        return Task.FromResult(_pictures.Length / watch.Elapsed.TotalSeconds);
    }

    private string[] CopyPictures(int count)
    {
        var photos = Directory.GetFiles(Path.Combine(Repository.Root, "samples", "media", "photos"), "*.jpg").Order(StringComparer.Ordinal).ToArray();
        var folder = _folder.CreateSubdirectory("pictures").FullName;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var copy = Path.Combine(folder, $"{i:D3}.jpg");
            File.Copy(photos[i % photos.Length], copy);
            return copy;
        })];
    }
}
