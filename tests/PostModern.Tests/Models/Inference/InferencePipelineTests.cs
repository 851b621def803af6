using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Models.Catalog;
using PostModern.Models.Inference;
using PostModern.Models.Signatures;

namespace PostModern.Tests.Models.Inference;

public sealed class InferencePipelineTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ComputeThreads _threads = new(2);

    public void Dispose() => _threads.Dispose();

    [Fact]
    public async Task Every_input_gets_its_own_answer()
    {
        var task = new CountingTask(batchSize: 4);
        await using var pipeline = Create(task);
        var outcomes = await AskAsync(pipeline, Enumerable.Range(0, 100).Select(i => $"text {i}"));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"TEXT {i}"), outcomes.Select(Text));
        Assert.All(outcomes, outcome => Assert.True(outcome.WasInferred));
        Assert.Equal(100, task.Batches.Sum());
        Assert.All(task.Batches, size => Assert.InRange(size, 1, 4));
    }

    [Fact]
    public async Task Inputs_of_many_queries_meet_in_batches()
    {
        var task = new CountingTask(batchSize: 8);
        await using var pipeline = Create(task);
        task.Gate.Reset();
        var queries = Enumerable.Range(0, 4).Select(q => AskAsync(pipeline, Enumerable.Range(0, 8).Select(i => $"{q}.{i}"))).ToArray();
        await Task.Delay(200);
        task.Gate.Set();
        await Task.WhenAll(queries).WaitAsync(Patience);
        Assert.True(task.Batches.Count < 32, $"32 inputs in {task.Batches.Count} batches");
    }

    [Fact]
    public async Task Batches_are_full_as_long_as_more_inputs_follow()
    {
        var task = new CountingTask(batchSize: 8);
        await using var pipeline = Create(task);
        var jobs = new List<InferenceJob>();
        for (var i = 0; i < 803; i++)
        {
            jobs.Add(await pipeline.SubmitAsync(Source($"{i}") with { MoreFollow = i < 802 }, CancellationToken.None));
        }

        await Task.WhenAll(jobs.Select(job => job.Outcome)).WaitAsync(Patience);

        // 101 would do; a busy machine may lose its patience a few times.
        Assert.InRange(task.Batches.Count, 101, 200);
    }

    [Fact]
    public async Task A_batch_that_stays_short_runs_although_more_was_promised()
    {
        await using var pipeline = Create(new CountingTask(batchSize: 8));
        var job = await pipeline.SubmitAsync(Source("only") with { MoreFollow = true }, CancellationToken.None);
        Assert.Equal("ONLY", Text(await job.Outcome.WaitAsync(Patience)));
    }

    [Fact]
    public async Task No_more_runs_at_once_than_there_are_threads()
    {
        var task = new CountingTask(batchSize: 1);
        await using var pipeline = Create(task);
        await AskAsync(pipeline, Enumerable.Range(0, 200).Select(i => $"{i}"));
        Assert.InRange(task.MostRunning, 1, 2);
    }

    [Fact]
    public async Task An_input_that_cannot_be_prepared_fails_alone_and_counts_as_no_call()
    {
        await using var pipeline = Create(new CountingTask(batchSize: 4));
        var outcomes = await AskAsync(pipeline, ["one", "bad", "two"]);
        Assert.Equal(["ONE", null, "TWO"], outcomes.Select(Text));
        Assert.Equal(ErrorCode.InvalidInput, outcomes[1].Error!.Code);
        Assert.False(outcomes[1].WasInferred);
    }

    [Fact]
    public async Task An_input_that_cannot_be_fetched_fails_alone()
    {
        await using var pipeline = Create(new CountingTask(batchSize: 4));
        var lost = About(new ContentSource(_ => throw new IOException("The disk is gone."), 0));
        var job = await pipeline.SubmitAsync(lost, CancellationToken.None);
        var outcome = await job.Outcome.WaitAsync(Patience);
        Assert.Contains("The disk is gone.", outcome.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("OK", Text((await AskAsync(pipeline, ["ok"]))[0]));
    }

    [Fact]
    public async Task When_a_batch_fails_only_the_guilty_input_does()
    {
        var task = new CountingTask(batchSize: 8);
        await using var pipeline = Create(task);
        string[] texts = ["a", "b", "c", "poison", "d", "e", "f", "g"];
        var outcomes = await AskAsync(pipeline, texts);
        Assert.Equal(["A", "B", "C", null, "D", "E", "F", "G"], outcomes.Select(Text));
        Assert.Contains("choked", outcomes[3].Error!.Message, StringComparison.Ordinal);
        Assert.True(outcomes[3].WasInferred);
    }

    [Fact]
    public async Task A_batch_that_is_too_large_is_halved_until_it_fits()
    {
        await using var pipeline = Create(new CountingTask(batchSize: 16, mostAtOnce: 2));
        var outcomes = await AskAsync(pipeline, Enumerable.Range(0, 64).Select(i => $"t{i}"));
        Assert.Equal(Enumerable.Range(0, 64).Select(i => $"T{i}"), outcomes.Select(Text));
    }

    [Fact]
    public async Task A_cancelled_query_drops_its_inputs_and_leaves_those_of_others()
    {
        var task = new CountingTask(batchSize: 1);
        await using var pipeline = Create(task);
        task.Gate.Reset();
        using var cancellation = new CancellationTokenSource();
        var jobs = new List<InferenceJob>();
        for (var i = 0; i < 6; i++)
        {
            jobs.Add(await pipeline.SubmitAsync(Source($"mine {i}"), cancellation.Token));
        }

        var other = AskAsync(pipeline, ["other"]);
        await cancellation.CancelAsync();
        foreach (var job in jobs)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.Outcome.WaitAsync(Patience));
        }

        task.Gate.Set();
        Assert.Equal("OTHER", Text((await other.WaitAsync(Patience))[0]));
    }

    [Fact]
    public async Task A_full_pipeline_makes_callers_wait()
    {
        var task = new CountingTask(batchSize: 1);
        await using var pipeline = Create(task);
        task.Gate.Reset();
        var jobs = new List<InferenceJob>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                jobs.Add(await pipeline.SubmitAsync(Source($"{i}"), patience.Token));
            }
        });
        Assert.InRange(jobs.Count, 2, 50);
        task.Gate.Set();
    }

    [Fact]
    public async Task Disposing_waits_for_what_is_inside()
    {
        var task = new CountingTask(batchSize: 2);
        var pipeline = Create(task);
        var job = await pipeline.SubmitAsync(Source("last"), CancellationToken.None);
        await pipeline.DisposeAsync();
        Assert.True(job.Outcome.IsCompletedSuccessfully);
    }

    private InferencePipeline<string> Create(CountingTask task) => new(task, _threads, new ByteBudget(1000), fetchers: 4);

    private static InferenceRequest Source(string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        return About(new ContentSource(_ => new(content), content.Length));
    }

    private static InferenceRequest About(ContentSource source) =>
        new(source, [], new TaskOptions(PictureTasks.Caption, [], new Dictionary<string, object?>()));

    private static async Task<IReadOnlyList<InferenceOutcome>> AskAsync(InferencePipeline<string> pipeline, IEnumerable<string> texts)
    {
        var jobs = new List<InferenceJob>();
        foreach (var text in texts)
        {
            jobs.Add(await pipeline.SubmitAsync(Source(text), CancellationToken.None));
        }

        return await Task.WhenAll(jobs.Select(job => job.Outcome)).WaitAsync(Patience);
    }

    private static string? Text(InferenceOutcome outcome) => outcome.Value is null ? null : Encoding.UTF8.GetString(outcome.Value);
}
