using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Models.Inference;

namespace PostModern.Tests.Models.Inference;

/// <summary>Answers a text with its upper case, and fails where a text asks for it: what no real model can be made to do.</summary>
/// <remarks><c>bad</c> can't be prepared; a batch with <c>poison</c> fails; so does one of more than <c>mostAtOnce</c>.</remarks>
internal sealed class CountingTask(int batchSize, int mostAtOnce = int.MaxValue) : InferenceTask<string>
{
    private int _running;
    private int _mostRunning;

    internal override int BatchSize => batchSize;

    public List<int> Batches { get; } = [];

    public int MostRunning => _mostRunning;

    /// <summary>Closed, inference waits; it is open at first.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    internal override string Prepare(in TaskInput input)
    {
        var text = Encoding.UTF8.GetString(input.Content.Span);
        return text == "bad" ? throw new ServerException(ErrorCode.InvalidInput, "That is bad.") : text;
    }

    internal override byte[][] Infer(IReadOnlyList<string> items, CancellationToken cancellationToken)
    {
        var running = Interlocked.Increment(ref _running);
        InterlockedMax(ref _mostRunning, running);
        try
        {
            lock (Batches)
            {
                Batches.Add(items.Count);
            }

            Gate.Wait(cancellationToken);
            return items.Contains("poison") || items.Count > mostAtOnce
                ? throw new InvalidOperationException("The model choked.")
                : [.. items.Select(item => Encoding.UTF8.GetBytes(item.ToUpperInvariant()))];
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
