namespace PostModern.Models.Inference;

/// <summary>Where the bytes of one input come from.</summary>
/// <param name="ReadAsync">Reads them whole.</param>
/// <param name="ExpectedBytes">How much memory they will take, as far as known.</param>
internal readonly record struct ContentSource(Func<CancellationToken, ValueTask<ReadOnlyMemory<byte>>> ReadAsync, long ExpectedBytes);
