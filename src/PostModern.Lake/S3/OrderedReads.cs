using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PostModern.Lake.S3;

/// <summary>Reads several sequences at the same time and gives their items as if one were read after the other.</summary>
internal static class OrderedReads
{
    /// <param name="sources">Taken one by one, when their turn to be read ahead comes.</param>
    /// <param name="ahead">How many are read at the same time.</param>
    /// <param name="buffered">How many items of each wait at most.</param>
    /// <param name="cancellationToken">Stops all.</param>
    public static async IAsyncEnumerable<T> ConcatAsync<T>(
        IEnumerable<IAsyncEnumerable<T>> sources, int ahead, int buffered, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var next = sources.GetEnumerator();
        var running = new Queue<(ChannelReader<T> Items, Task Reading)>();
        try
        {
            while (true)
            {
                while (running.Count < ahead && next.MoveNext())
                {
                    running.Enqueue(Start(next.Current, buffered, stop.Token));
                }

                if (!running.TryPeek(out var first))
                {
                    yield break;
                }

                await foreach (var item in first.Items.ReadAllAsync(cancellationToken))
                {
                    yield return item;
                }

                running.Dequeue();
            }
        }
        finally
        {
            // A LIMIT leaves early: nobody asks on behind its back.
            await stop.CancelAsync();
            await Task.WhenAll(running.Select(r => r.Reading));
        }
    }

    private static (ChannelReader<T> Items, Task Reading) Start<T>(IAsyncEnumerable<T> source, int buffered, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(buffered) { SingleReader = true, SingleWriter = true });
        return (channel.Reader, Task.Run(() => CopyAsync(source, channel.Writer, cancellationToken), CancellationToken.None));
    }

    /// <summary>Never fails itself: the reader gets the failure in its turn.</summary>
    private static async Task CopyAsync<T>(IAsyncEnumerable<T> source, ChannelWriter<T> items, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in source.WithCancellation(cancellationToken))
            {
                await items.WriteAsync(item, cancellationToken);
            }

            items.Complete();
        }
        catch (Exception e)
        {
            items.Complete(e);
        }
    }
}
