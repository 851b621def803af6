using System.Diagnostics;
using System.Threading.Channels;

namespace PostModern.Models.Inference;

/// <summary>fetch → prepare → infer for one task. All queries of the process share it, so their inputs meet in its batches.</summary>
/// <remarks>
/// The queues between the stages are bounded: a slow model holds back decoding, and decoding holds back fetching. Fetching overlaps
/// with the rest; preparing and inferring share <see cref="ComputeThreads"/>.
/// </remarks>
internal sealed class InferencePipeline<TItem> : IInferencePipeline
    where TItem : class
{
    private readonly InferenceTask<TItem> _task;
    private readonly ComputeThreads _threads;
    private readonly ByteBudget _budget;
    private readonly Channel<InferenceJob> _submitted;
    private readonly Channel<FetchedJob> _fetched;
    private readonly Channel<PreparedJob<TItem>> _prepared;
    private readonly Task _completion;

    /// <param name="task">What is done.</param>
    /// <param name="threads">Where it is computed.</param>
    /// <param name="budget">Bounds fetched bytes in memory.</param>
    /// <param name="fetchers">Reads in flight.</param>
    internal InferencePipeline(InferenceTask<TItem> task, ComputeThreads threads, ByteBudget budget, int fetchers)
    {
        (_task, _threads, _budget) = (task, threads, budget);
        _submitted = Channel.CreateBounded<InferenceJob>(fetchers);
        _fetched = Channel.CreateBounded<FetchedJob>(threads.Count);
        _prepared = Channel.CreateBounded<PreparedJob<TItem>>((threads.Count + 1) * task.BatchSize);
        _completion = RunStagesAsync(fetchers);
    }

    public async ValueTask<InferenceJob> SubmitAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        var job = new InferenceJob(request, cancellationToken);
        await _submitted.Writer.WriteAsync(job, cancellationToken);
        return job;
    }

    /// <summary>Takes no more input and waits for what is inside.</summary>
    public async ValueTask DisposeAsync()
    {
        _submitted.Writer.TryComplete();
        await _completion;
    }

    private async Task RunStagesAsync(int fetchers)
    {
        var fetch = Repeat(fetchers, FetchAllAsync);
        var prepare = Repeat(_threads.Count, PrepareAllAsync);

        // One more than run at once: the next batch is queued before a thread is free, so no thread waits for a hand-over.
        var infer = Repeat(_threads.Count + 1, InferAllAsync);
        await fetch;
        _fetched.Writer.Complete();
        await prepare;
        _prepared.Writer.Complete();
        await infer;
    }

    private static Task Repeat(int count, Func<Task> loop) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(loop)));

    private async Task FetchAllAsync()
    {
        await foreach (var job in _submitted.Reader.ReadAllAsync())
        {
            var held = await _budget.AcquireAsync(job.Request.Source.ExpectedBytes);
            try
            {
                job.CancellationToken.ThrowIfCancellationRequested();
                var content = await job.Request.Source.ReadAsync(job.CancellationToken);
                await _fetched.Writer.WriteAsync(new FetchedJob(job, content, held));
            }
            catch (Exception e)
            {
                _budget.Release(held);
                job.Fail(e, wasInferred: false);
            }
        }
    }

    private async Task PrepareAllAsync()
    {
        await foreach (var (job, content, held) in _fetched.Reader.ReadAllAsync())
        {
            try
            {
                job.CancellationToken.ThrowIfCancellationRequested();
                var item = await _threads.RunAsync(() => Prepare(job, content), urgent: false);
                await _prepared.Writer.WriteAsync(new PreparedJob<TItem>(job, item));
            }
            catch (Exception e)
            {
                job.Fail(e, wasInferred: false);
            }
            finally
            {
                _budget.Release(held);
            }
        }
    }

    private TItem Prepare(InferenceJob job, ReadOnlyMemory<byte> content)
    {
        var started = Stopwatch.GetTimestamp();
        var item = _task.Prepare(new TaskInput(content, job.Request.Arguments, job.Request.Options));
        job.Effort += new InferenceEffort(Stopwatch.GetElapsedTime(started), 0);
        return item;
    }

    private async Task InferAllAsync()
    {
        var batch = new List<PreparedJob<TItem>>(_task.BatchSize);
        while (await _prepared.Reader.WaitToReadAsync())
        {
            // Whatever is ready goes together; waiting for more would only add latency.
            while (batch.Count < _task.BatchSize && _prepared.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            await InferAsync(batch);
            batch.Clear();
        }
    }

    private async Task InferAsync(List<PreparedJob<TItem>> batch)
    {
        if (batch.Count > 0)
        {
            var run = new InferenceBatch<TItem>(_task, batch);
            await _threads.RunAsync(run.Run, urgent: true);
        }
    }
}
