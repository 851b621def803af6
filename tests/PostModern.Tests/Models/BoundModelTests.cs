using PostModern.Arrow.Errors;
using PostModern.Lake.Cache;
using PostModern.Lake.Objects;
using PostModern.Models;
using PostModern.Tests.Lake;

namespace PostModern.Tests.Models;

[Collection(ModelCollection.Name)]
public sealed class BoundModelTests(ModelFixture fixture) : IDisposable
{
    private static readonly Dictionary<string, object?> NoOptions = [];
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Null_is_answered_with_null_and_no_call()
    {
        var result = await Caption.RunAsync(InputColumns.Objects(null, null));
        Assert.Equal((2, 0, 0), (result.Values.Length, result.ModelCalls, result.CacheHits));
        Assert.True(result.Values.IsNull(0) && result.Values.IsNull(1));
        Assert.Empty(result.Errors);
    }

    [Fact]
    public async Task No_rows_give_no_rows() => Assert.Equal(0, (await Caption.RunAsync(InputColumns.Objects())).Values.Length);

    [Fact]
    public async Task A_window_of_a_column_is_read_from_its_own_start()
    {
        var column = InputColumns.Objects(Samples.Photo("coffee.jpg"), null, Samples.Photo("zebra.jpg"), null).Slice(1, 2);
        var result = await Caption.RunAsync(column);
        Assert.Equal([null, "three zebras"], Texts(result));
    }

    [Fact]
    public async Task Equal_inputs_are_inferred_once()
    {
        var (zebra, panda) = (Samples.Photo("zebra.jpg"), Samples.Photo("panda.jpg"));
        var result = await Caption.RunAsync(InputColumns.Objects(zebra, panda, zebra, null, zebra));
        Assert.Equal(["three zebras", "a bear", "three zebras", null, "three zebras"], Texts(result));
        Assert.Equal(2, result.ModelCalls);
    }

    [Fact]
    public async Task What_cannot_be_read_is_a_null_with_a_reason_and_the_rest_goes_on()
    {
        var zebra = await File.ReadAllBytesAsync(Samples.Photo("zebra.jpg"));
        await File.WriteAllBytesAsync(_folder.At("cut.jpg"), zebra[..(zebra.Length / 2)]);
        await File.WriteAllBytesAsync(_folder.At("empty.jpg"), []);
        _folder.Write("words.jpg", "no picture at all");
        var result = await Caption.RunAsync(InputColumns.Objects(
            _folder.At("cut.jpg"), Samples.Photo("zebra.jpg"), _folder.At("empty.jpg"), _folder.At("words.jpg"), _folder.At("missing.jpg")));
        Assert.Equal([null, "three zebras", null, null, null], Texts(result));
        Assert.Equal([0, 2, 3, 4], result.Errors.Select(error => error.Row));
        Assert.Collection(
            result.Errors,
            error => Assert.Contains("damaged or cut short", error.Message, StringComparison.Ordinal),
            error => Assert.Contains("empty (0 bytes)", error.Message, StringComparison.Ordinal),
            error => Assert.Contains("not an image", error.Message, StringComparison.Ordinal),
            error => Assert.Equal((ErrorCode.NotFound, _folder.At("missing.jpg")), (error.Code, error.Uri)));
        Assert.Equal(1, result.ModelCalls);
    }

    [Fact]
    public async Task An_object_that_changed_since_it_was_listed_is_a_row_error()
    {
        var path = _folder.At("photo.jpg");
        File.Copy(Samples.Photo("zebra.jpg"), path);
        var pinned = await new ObjectStores().For(path).TryGetAsync(path);
        File.Delete(path);
        File.Copy(Samples.Photo("panda.jpg"), path);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1));
        var result = await Caption.RunAsync(InputColumns.Objects([pinned]));
        Assert.True(result.Values.IsNull(0));
        Assert.Equal(ErrorCode.Conflict, Assert.Single(result.Errors).Code);
    }

    [Fact]
    public async Task A_part_of_an_object_is_not_mistaken_for_the_whole()
    {
        var whole = "file://" + Samples.Photo("zebra.jpg");
        var result = await Caption.RunAsync(InputColumns.Objects(whole, whole + "#xywh=0,0,8,8", whole + "#page=1"));
        Assert.Contains("zebra", result.Values.GetString(0), StringComparison.Ordinal);
        Assert.DoesNotContain("zebra", result.Values.GetString(1), StringComparison.Ordinal);
        Assert.Contains("#page=1", Assert.Single(result.Errors).Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_error_fail_makes_one_bad_row_the_query_s_error()
    {
        var model = fixture.Runtime.Bind("caption", new Dictionary<string, object?> { ["on_error"] = "fail" });
        var words = _folder.Write("words.jpg", "no picture at all");
        var error = await Assert.ThrowsAsync<ServerException>(() => model.RunAsync(InputColumns.Objects(Samples.Photo("zebra.jpg"), words)));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("words.jpg", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_is_answered_from_the_cache_even_by_another_process()
    {
        var input = InputColumns.Objects(Samples.Photo("zebra.jpg"), Samples.Photo("coffee.jpg"), null, Samples.Photo("zebra.jpg"));
        using var cache = InferenceCache.Open(_folder.At("cache.db"));
        InferenceResult first;
        await using (var runtime = new ModelRuntime(ModelFixture.Options, cache))
        {
            first = await runtime.Bind("caption", NoOptions).RunAsync(input);
            Assert.Equal((2, 0), (first.ModelCalls, first.CacheHits));
        }

        await using (var runtime = new ModelRuntime(ModelFixture.Options, cache))
        {
            var second = await runtime.Bind("caption", NoOptions).RunAsync(input);
            Assert.Equal((0, 3), (second.ModelCalls, second.CacheHits));
            Assert.Equal(Texts(first), Texts(second));
        }
    }

    [Fact]
    public async Task A_changed_object_misses_the_cache()
    {
        var path = _folder.At("photo.jpg");
        using var cache = InferenceCache.Open(_folder.At("cache.db"));
        await using var runtime = new ModelRuntime(ModelFixture.Options, cache);
        var model = runtime.Bind("caption", NoOptions);
        File.Copy(Samples.Photo("zebra.jpg"), path);
        Assert.Equal(["three zebras"], Texts(await model.RunAsync(InputColumns.Objects(path))));
        File.Copy(Samples.Photo("panda.jpg"), path, overwrite: true);
        Assert.Equal(["a bear"], Texts(await model.RunAsync(InputColumns.Objects(path))));
    }

    [Fact]
    public async Task Errors_are_not_cached()
    {
        var path = _folder.Write("photo.jpg", "not yet a picture");
        using var cache = InferenceCache.Open(_folder.At("cache.db"));
        await using var runtime = new ModelRuntime(ModelFixture.Options, cache);
        var model = runtime.Bind("caption", NoOptions);
        Assert.Single((await model.RunAsync(InputColumns.Objects(path))).Errors);
        Assert.Single((await model.RunAsync(InputColumns.Objects(path))).Errors);
        Assert.Equal(0, (await cache.GetStatisticsAsync()).Entries);
    }

    [Fact]
    public async Task Another_threshold_needs_no_model_call()
    {
        using var cache = InferenceCache.Open(_folder.At("cache.db"));
        await using var runtime = new ModelRuntime(ModelFixture.Options, cache);
        var input = InputColumns.Objects(Samples.Photo("zebra.jpg"));
        Assert.Equal(1, (await runtime.Bind("detect", NoOptions).RunAsync(input)).ModelCalls);
        var strict = runtime.Bind("detect", new Dictionary<string, object?> { ["threshold"] = 0.9 });
        Assert.Equal((0, 1), ((await strict.RunAsync(input)).ModelCalls, (await strict.RunAsync(input)).CacheHits));
    }

    [Fact]
    public async Task Cancelling_stops_the_run_keeps_what_is_done_and_leaves_the_model_usable()
    {
        using var cache = InferenceCache.Open(_folder.At("cache.db"));
        await using var runtime = new ModelRuntime(ModelFixture.Options, cache);
        var model = runtime.Bind("caption", NoOptions);
        var photos = Enumerable.Range(0, 400).Select(CopyOfZebra).ToArray();
        using var cancellation = new CancellationTokenSource();
        var run = model.RunAsync(InputColumns.Objects(photos), cancellation.Token);
        await WaitForEntriesAsync(cache, 1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.InRange((await cache.GetStatisticsAsync()).Entries, 1, 399);
        Assert.Equal(["three zebras"], Texts(await model.RunAsync(InputColumns.Objects(photos[^1]))));
    }

    [Fact]
    public async Task Many_callers_share_one_model()
    {
        var photos = Enumerable.Range(0, 16).Select(CopyOfZebra).ToArray();
        var runs = await Task.WhenAll(photos.Select(photo => Task.Run(() => Caption.RunAsync(InputColumns.Objects(photo)))));
        Assert.All(runs, run => Assert.Equal(["three zebras"], Texts(run)));
    }

    private BoundModel Caption => fixture.Runtime.Bind("caption", NoOptions);

    private static List<string?> Texts(InferenceResult result) =>
        [.. Enumerable.Range(0, result.Values.Length).Select(result.Values.GetString)];

    private static async Task WaitForEntriesAsync(InferenceCache cache, long entries)
    {
        for (var i = 0; i < 600 && (await cache.GetStatisticsAsync()).Entries < entries; i++)
        {
            await Task.Delay(100);
        }
    }

    private string CopyOfZebra(int number)
    {
        var path = _folder.At($"{number}.jpg");
        File.Copy(Samples.Photo("zebra.jpg"), path);
        return path;
    }
}
