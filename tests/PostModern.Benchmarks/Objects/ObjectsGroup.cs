using System.Diagnostics;
using System.Security.Cryptography;
using PostModern.Benchmarks.Frame;
using PostModern.Engine;

namespace PostModern.Benchmarks.Objects;

/// <summary>Listing and reading objects, beside AWS's own clients on the same service.</summary>
/// <remarks>On a service of <c>PM_S3_ENDPOINT</c> the two buckets are made once and left there: filling them takes longer than measuring.</remarks>
internal sealed class ObjectsGroup : Group
{
    private const int Readers = 50;
    private const string NoService = "there is no moto_server on the PATH, and PM_S3_ENDPOINT names no S3 service";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-bench-");
    private BucketService? _service;
    private QueryEngine? _engine;

    public override string Name => "objects";

    public override async Task<IReadOnlyList<Measure>> PrepareAsync(bool smoke, CancellationToken cancellationToken)
    {
        var files = smoke ? 2_000 : 1_000_000;
        var memory = Measure.Limit(
            "list-million-files-memory", "MB", 200, token => FolderMemory.RiseAsync(Path.Combine(_folder.FullName, "files"), files, token));
        if ((_service = await BucketService.StartAsync(cancellationToken)) is not { } service)
        {
            return [Measure.Skip("list-100k-keys", NoService), Measure.Skip("hash-2000-objects", NoService), memory];
        }

        var options = new EngineOptions { Warehouse = Path.Combine(_folder.FullName, "warehouse"), S3Endpoint = service.Endpoint };
        _engine = await QueryEngine.OpenAsync(options, cancellationToken);
        return [await ListingAsync(service, smoke ? 3_000 : 100_000, cancellationToken), Hashing(service, smoke ? 100 : 2_000), memory];
    }

    public override async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        _service?.Dispose();
        _folder.Delete(recursive: true);
        await base.DisposeAsync();
    }

    private async Task<Measure> ListingAsync(BucketService service, int count, CancellationToken cancellationToken)
    {
        const string name = "list-100k-keys";
        if (!await Boto.IsThereAsync(cancellationToken))
        {
            return Measure.Skip(name, "there is no python3 with boto3 (PM_PYTHON)");
        }

        var bucket = $"pm-bench-list-{count}";
        string[] keys = [.. Enumerable.Range(0, count).Select(i => $"photos/2026-{(i * 12 / count) + 1:D2}/{i:D6}.jpg")];
        return new Measure(
            name,
            "s",
            Direction.LessIsBetter,
            2,
            async token =>
            {
                await service.FillAsync(bucket, keys, [], token);
                return await TimeAsync($"SELECT count(*)::VARCHAR FROM s3('{bucket}/**') WHERE size >= 0", count, token);
            },
            async token =>
            {
                await service.FillAsync(bucket, keys, [], token);
                return await Boto.ListAsync(service.Endpoint, bucket, count, token);
            });
    }

    private Measure Hashing(BucketService service, int count)
    {
        const int size = 100_000;
        var bucket = $"pm-bench-hash-{count}";
        var content = RandomNumberGenerator.GetBytes(size);
        string[] keys = [.. Enumerable.Range(0, count).Select(i => $"{i:D5}.bin")];
        double Rate(double seconds) => count * (size / 1e6) / seconds;
        return new Measure(
            "hash-2000-objects",
            "MB/s",
            Direction.MoreIsBetter,
            0.9,
            async token =>
            {
                await service.FillAsync(bucket, keys, content, token);
                return Rate(await TimeAsync($"SELECT count(content_hash(obj))::VARCHAR FROM s3('{bucket}/**')", count, token));
            },
            async token =>
            {
                await service.FillAsync(bucket, keys, content, token);
                return Rate(await HashInLoopAsync(service, bucket, keys, token));
            });
    }

    /// <summary>As one would write it: the SDK, and fifty readers.</summary>
    private static async Task<double> HashInLoopAsync(BucketService service, string bucket, string[] keys, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            keys,
            new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellationToken },
            async (key, token) =>
            {
                using var answer = await service.Client.GetObjectAsync(bucket, key, token);
                _ = Convert.ToHexStringLower(await SHA256.HashDataAsync(answer.ResponseStream, token));
            });
        return watch.Elapsed.TotalSeconds;
    }

    private async Task<double> TimeAsync(string query, int expected, CancellationToken cancellationToken)
    {
        await using var session = _engine!.OpenSession();
        var watch = Stopwatch.StartNew();
        await using var statement = await session.PrepareAsync(query, cancellationToken);
        await using var result = await statement.ExecuteAsync(null, cancellationToken);
        var answer = "";
        await foreach (var batch in result.ReadBatchesAsync().WithCancellation(cancellationToken))
        {
            using (batch)
            {
                answer += batch.Length == 1 ? batch.Columns[0].GetString(0) : "";
            }
        }

        return answer == $"{expected}" ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"{answer} objects instead of {expected}.");
    }
}
