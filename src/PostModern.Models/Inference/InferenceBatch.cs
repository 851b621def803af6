using System.Diagnostics;

namespace PostModern.Models.Inference;

/// <summary>Several jobs that go through the model together.</summary>
internal sealed class InferenceBatch<TItem>(InferenceTask<TItem> task, IReadOnlyList<PreparedJob<TItem>> jobs)
    where TItem : class
{
    /// <summary>Answers every job and disposes its item; throws nothing.</summary>
    /// <returns>How many jobs there were.</returns>
    internal int Run()
    {
        var wanted = jobs.Where(IsWanted).ToArray();
        if (wanted.Length > 0)
        {
            Infer(wanted);
        }

        foreach (var (_, item) in jobs)
        {
            (item as IDisposable)?.Dispose();
        }

        return jobs.Count;
    }

    private static bool IsWanted(PreparedJob<TItem> prepared)
    {
        if (!prepared.Job.CancellationToken.IsCancellationRequested)
        {
            return true;
        }

        prepared.Job.Cancel();
        return false;
    }

    // A batch can fail because of one input or for lack of memory: halves tell which, and single inputs take the blame alone.
    private void Infer(ReadOnlySpan<PreparedJob<TItem>> batch)
    {
        try
        {
            Answer(batch);
        }
        catch (Exception e) when (batch.Length == 1 || e is OperationCanceledException)
        {
            Fail(batch, e);
        }
        catch (Exception)
        {
            Infer(batch[..(batch.Length / 2)]);
            Infer(batch[(batch.Length / 2)..]);
        }
    }

    private void Answer(ReadOnlySpan<PreparedJob<TItem>> batch)
    {
        var items = new TItem[batch.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = batch[i].Item;
        }

        var started = Stopwatch.GetTimestamp();
        var values = task.Infer(items, CommonToken(batch));
        var share = new InferenceEffort(Stopwatch.GetElapsedTime(started) / items.Length, 1.0 / items.Length);
        for (var i = 0; i < values.Length; i++)
        {
            batch[i].Job.Effort += share;
            batch[i].Job.Succeed(values[i]);
        }
    }

    // One query's token may stop the run only if no other query waits for it.
    private static CancellationToken CommonToken(ReadOnlySpan<PreparedJob<TItem>> batch)
    {
        var token = batch[0].Job.CancellationToken;
        foreach (var (job, _) in batch)
        {
            if (job.CancellationToken != token)
            {
                return CancellationToken.None;
            }
        }

        return token;
    }

    private static void Fail(ReadOnlySpan<PreparedJob<TItem>> batch, Exception error)
    {
        foreach (var (job, _) in batch)
        {
            job.Fail(error, wasInferred: true);
        }
    }
}
