using System.Diagnostics;
using PostModern.Benchmarks.Frame;
using PostModern.Models;
using PostModern.Models.Decoding;
using PostModern.Models.Loading;
using PostModern.Models.Registry;
using PostModern.Models.Tasks.Captioning;
using PostModern.Models.Tasks.Detection;
using PostModern.Models.Tasks.Embedding;

namespace PostModern.Benchmarks.Models;

/// <summary>What models cost in SQL, beside the same networks in a loop on the same threads; and what isn't computed twice.</summary>
internal sealed class ModelsGroup : Group
{
    private const string Captions = "SELECT caption(obj) FROM files('pictures/*.jpg')";
    private const int TextsAtOnce = 32;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-bench-");
    private ModelServer _server = null!;
    private LoadedModels _models = null!;
    private string[] _pictures = [];
    private string[] _texts = [];
    private int _round;

    public override string Name => "models";

    public override async Task<IReadOnlyList<Measure>> PrepareAsync(bool smoke, CancellationToken cancellationToken)
    {
        _pictures = MediaFiles.Copy("photos", "*.jpg", Path.Combine(_folder.FullName, "pictures"), smoke ? 4 : 200);
        MediaFiles.Link(_pictures, Path.Combine(_folder.FullName, "many"), smoke ? 20 : 10_000);
        _texts = [.. Enumerable.Range(0, smoke ? 40 : 5000).Select(i => $"a customer asks for delivery number {i} of the blue bicycle with {i % 7} bells")];
        _models = new LoadedModels(ModelRegistry.Open(ModelRegistry.DefaultFolder, ModelRuntime.DefaultCacheFolder));
        _server = await ModelServer.StartAsync(_folder.FullName, cancellationToken);
        return
        [
            new Measure("detect", "images/s", Direction.MoreIsBetter, 0.95, DetectInSqlAsync, DetectInLoopAsync),
            new Measure("embed", "texts/s", Direction.MoreIsBetter, 0.95, EmbedInSqlAsync, EmbedInLoopAsync),
            new SpeechMeasure(_server, _models, _folder.FullName, smoke ? 1 : 12).Create(),
            new Measure("repeated-captions", "ms", Direction.LessIsBetter, 50, RepeatedAsync, FreshAsync),
            new Measure("first-caption", "ms", Direction.LessIsBetter, 1, FirstAsync, ThreeBatchesAsync),
            Measure.Limit("cancel-captions", "ms", 100, CancelAsync),
            Measure.Limit("large-pictures-memory", "MB", 1000, token => PictureMemory.RiseAsync(_folder.FullName, smoke ? 4 : 1000, token)),
        ];
    }

    public override async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _models.Dispose();
        _folder.Delete(recursive: true);
        await base.DisposeAsync();
    }

    private async Task<double> DetectInSqlAsync(CancellationToken cancellationToken)
    {
        MediaFiles.Renew(_pictures);
        var (_, time) = await _server.ReadAsync("SELECT detect(obj) FROM files('pictures/*.jpg')", _pictures.Length, _pictures.Length, cancellationToken);
        return _pictures.Length / time.TotalSeconds;
    }

    private Task<double> DetectInLoopAsync(CancellationToken cancellationToken)
    {
        var detector = NanoDet.Of(_models.Parts("nanodet"));
        return Task.FromResult(PerSecond(
            _pictures.Length,
            i =>
            {
                using var image = ImageDecoder.Decode(File.ReadAllBytes(_pictures[i]), NanoDet.Side, NanoDet.Side, ImageFit.Letterbox);
                detector.Detect(image, DetectionResult.LowestThreshold, 100, cancellationToken);
            },
            cancellationToken));
    }

    private async Task<double> EmbedInSqlAsync(CancellationToken cancellationToken)
    {
        // Other texts in each round, of the same length.
        var round = ++_round;
        var sql = $"SELECT embed('a customer asks for delivery number ' || i || ' of the blue bicycle with ' || (i % 7 + {10 * round}) || ' bells') FROM range({_texts.Length}) t(i)";
        var (_, time) = await _server.ReadAsync(sql, _texts.Length, _texts.Length, cancellationToken);
        return _texts.Length / time.TotalSeconds;
    }

    private Task<double> EmbedInLoopAsync(CancellationToken cancellationToken)
    {
        var embedder = TextEmbedder.Of(_models.Parts("use-lite"));
        var batches = _texts.Chunk(TextsAtOnce).ToArray();
        return Task.FromResult(PerSecond(
            batches.Length, i => embedder.Embed([.. batches[i].Select(embedder.Tokenize)], cancellationToken), cancellationToken) * _texts.Length / batches.Length);
    }

    private async Task<double> RepeatedAsync(CancellationToken cancellationToken)
    {
        // Whatever ran before: now the cache knows them all.
        await _server.FillAsync(Captions, cancellationToken);
        var (_, time) = await _server.ReadAsync(Captions, _pictures.Length, 0, cancellationToken);
        return time.TotalMilliseconds;
    }

    private async Task<double> FreshAsync(CancellationToken cancellationToken)
    {
        MediaFiles.Renew(_pictures);
        var (_, time) = await _server.ReadAsync(Captions, _pictures.Length, _pictures.Length, cancellationToken);
        return time.TotalMilliseconds;
    }

    private async Task<double> FirstAsync(CancellationToken cancellationToken)
    {
        MediaFiles.Renew(_pictures);
        return (await _server.FirstAsync("SELECT caption(obj) FROM files('many/*.jpg')", cancellationToken)).TotalMilliseconds;
    }

    private async Task<double> CancelAsync(CancellationToken cancellationToken)
    {
        MediaFiles.Renew(_pictures);
        return (await _server.CancelAsync("SELECT caption(obj) FROM files('many/*.jpg')", cancellationToken)).TotalMilliseconds;
    }

    /// <summary>Three times what a batch takes that runs alone: two pictures.</summary>
    private Task<double> ThreeBatchesAsync(CancellationToken cancellationToken)
    {
        var captioner = Captioner.Of(_models.Parts(Captioner.DefaultModel));
        var watch = Stopwatch.StartNew();
        using var first = Captioner.Prepare(File.ReadAllBytes(_pictures[0]));
        using var second = Captioner.Prepare(File.ReadAllBytes(_pictures[1]));
        captioner.Caption([first, second], cancellationToken);
        return Task.FromResult(3 * watch.Elapsed.TotalMilliseconds);
    }

    private static double PerSecond(int count, Action<int> work, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, work);
        return count / watch.Elapsed.TotalSeconds;
    }
}
