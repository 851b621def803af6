using System.Diagnostics;
using PostModern.Models.Signatures;

namespace PostModern.Models.Inference;

/// <summary>fetch → prepare → infer for one task. All queries of the process share it, so their inputs meet in its batches.</summary>
/// <remarks>
/// Every stage is bounded: a slow model holds back decoding, and decoding holds back fetching. Fetching overlaps with the rest;
/// preparing and inferring share <see cref="ComputeThreads"/>.
/// </remarks>
internal sealed class InferencePipeline<TItem> : IInferencePipeline
    where TItem : class
{
    private readonly InferenceTask<TItem> _task;
    private readonly ComputeThreads _threads;
    private readonly ByteBudget _budget;
    private readonly JobQueue _submitted;
    private readonly BatchQueue<TItem> _prepared;
    private int _coming;
    private volatile bool _moreFollow;

    /// <param name="task">What is done.</param>
    /// <param name="threads">Where it is computed.</param>
    /// <param name="budget">Bounds fetched bytes in memory.</param>
    /// <param name="fetchers">Inputs that are read, or wait to be prepared.</param>
    internal InferencePipeline(InferenceTask<TItem> task, ComputeThreads threads, ByteBudget budget, int fetchers)
    {
        (_task, _threads, _budget) = (task, threads, budget);
        _prepared = new BatchQueue<TItem>(task, threads);
        _submitted = new JobQueue(fetchers, FetchAsync);
    }

    public int Lanes => _threads.Count;

    public async ValueTask<InferenceJob> SubmitAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _coming);
        _moreFollow = request.MoreFollow;
        try
        {
            return await _submitted.SubmitAsync(request, cancellationToken);
        }
        catch
        {
            Arrived();
            throw;
        }
    }

    public TimeSpan? TimeBare(IReadOnlyList<ReadOnlyMemory<byte>> contents, TaskOptions options, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        Parallel.ForEach(
            contents.Chunk(_task.BatchSize),
            new ParallelOptions { MaxDegreeOfParallelism = _threads.Count, CancellationToken = cancellationToken },
            batch =>
            {
                TItem[] items = [.. batch.Select(content => _task.Prepare(new TaskInput(content, [], options)))];
                _task.Infer(items, cancellationToken);
                Array.ForEach(items, item => (item as IDisposable)?.Dispose());
            });
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Takes no more input and waits for what is inside.</summary>
    public async ValueTask DisposeAsync()
    {
        await _submitted.DisposeAsync();
        await _prepared.DisposeAsync();
    }

    private async Task FetchAsync(InferenceJob job)
    {
        var source = job.Request.Source;
        var held = await _budget.AcquireAsync(source.ExpectedBytes);
        try
        {
            job.CancellationToken.ThrowIfCancellationRequested();
            var content = await source.ReadAsync(job.CancellationToken);
            await _threads.RunAsync(() => Prepare(job, content), ComputePriority.Input);
        }
        catch (Exception e)
        {
            job.Fail(e, wasInferred: false);
        }
        finally
        {
            _budget.Release(held);
            Arrived();
        }
    }

    private InferenceJob Prepare(InferenceJob job, ReadOnlyMemory<byte> content)
    {
        job.CancellationToken.ThrowIfCancellationRequested();
        var started = Stopwatch.GetTimestamp();
        var item = _task.Prepare(new TaskInput(content, job.Request.Arguments, job.Request.Options));
        job.Effort += new InferenceEffort(Stopwatch.GetElapsedTime(started), 0);
        _prepared.Add(new PreparedJob<TItem>(job, item));
        return job;
    }

    private void Arrived()
    {
        if (Interlocked.Decrement(ref _coming) == 0 && !_moreFollow)
        {
            _prepared.Flush();
        }
    }
}
