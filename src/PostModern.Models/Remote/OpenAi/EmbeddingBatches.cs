using System.Diagnostics.CodeAnalysis;
using PostModern.Arrow.Errors;
using PostModern.Models.Inference;

namespace PostModern.Models.Remote.OpenAi;

/// <summary>Puts texts that wait at the same time into one request.</summary>
/// <param name="client">Reaches the model.</param>
/// <param name="dimensions">The length that vectors have.</param>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle is never asked for, so that it holds nothing.")]
internal sealed class EmbeddingBatches(OpenAiClient client, int dimensions)
{
    /// <summary>Texts of a request at most.</summary>
    internal const int Most = 64;

    private readonly Lock _lock = new();
    private readonly LinkedList<Waiting> _waiting = new();
    private readonly SemaphoreSlim _senders = new(client.Model.Limits.Concurrency, client.Model.Limits.Concurrency);

    /// <summary>The vector of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="spending">The text's own; texts of one query share a request, which the first pays.</param>
    /// <param name="cancellationToken">The query's.</param>
    public async Task<float[]> EmbedAsync(string text, Spending? spending, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(text, spending, cancellationToken);
        lock (_lock)
        {
            _waiting.AddLast(waiting);
        }

        // Whoever gets to send takes the others along; those find nothing left to do.
        _ = SendAsync();
        return await waiting.Vector.Task.WaitAsync(cancellationToken);
    }

    private async Task SendAsync()
    {
        await _senders.WaitAsync();
        try
        {
            if (Take() is { Count: > 0 } batch)
            {
                await SendAsync(batch);
            }
        }
        finally
        {
            _senders.Release();
        }
    }

    /// <summary>The first that wait and are paid for by the same query.</summary>
    private List<Waiting> Take()
    {
        var batch = new List<Waiting>();
        lock (_lock)
        {
            for (var node = _waiting.First; node is not null && batch.Count < Most;)
            {
                var next = node.Next;
                if (node.Value.CancellationToken.IsCancellationRequested)
                {
                    _waiting.Remove(node);
                }
                else if (batch.Count == 0 || batch[0].Spending?.Outer == node.Value.Spending?.Outer)
                {
                    batch.Add(node.Value);
                    _waiting.Remove(node);
                }

                node = next;
            }
        }

        return batch;
    }

    private async Task SendAsync(List<Waiting> batch)
    {
        using var left = new CountdownToken(batch.Select(waiting => waiting.CancellationToken));
        try
        {
            var vectors = await client.EmbedAsync([.. batch.Select(waiting => waiting.Text)], client.Model.Dimensions, batch[0].Spending, left.Token);
            for (var i = 0; i < batch.Count; i++)
            {
                Answer(batch[i], vectors[i]);
            }
        }
        catch (ServerException e) when (e.Code == ErrorCode.InvalidInput && batch.Count > 1)
        {
            // One of the texts is what the server refuses.
            await SendAsync(batch[..(batch.Count / 2)]);
            await SendAsync(batch[(batch.Count / 2)..]);
        }
        catch (Exception e)
        {
            batch.ForEach(waiting => waiting.Vector.TrySetException(e));
        }
    }

    private void Answer(Waiting waiting, float[] vector)
    {
        if (vector.Length == dimensions)
        {
            waiting.Vector.TrySetResult(vector);
        }
        else
        {
            waiting.Vector.TrySetException(new ServerException(
                ErrorCode.Conflict,
                $"Model '{client.Model.Name}' answers with {vector.Length} numbers now, and had {dimensions} when it was made. Make it anew with CREATE OR REPLACE MODEL."));
        }
    }

    private sealed record Waiting(string Text, Spending? Spending, CancellationToken CancellationToken)
    {
        public TaskCompletionSource<float[]> Vector { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
