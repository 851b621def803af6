namespace PostModern.Lake.Copies;

/// <summary>Copies that stay on the disk until this is disposed.</summary>
/// <param name="hold">Ends with this.</param>
/// <param name="copies">What is held.</param>
public sealed class HeldCopies(IDisposable hold, IReadOnlyList<ObjectCopy> copies) : IDisposable
{
    public IReadOnlyList<ObjectCopy> Copies { get; } = copies;

    /// <summary>Fetches all of them whole.</summary>
    /// <exception cref="Arrow.Errors.ServerException">The store's error; ResourceExhausted: the disk is full.</exception>
    public Task FetchAsync(CancellationToken cancellationToken = default) => FetchAsync(Copies, (copy, token) => copy.FetchAsync(token), cancellationToken);

    /// <summary>Fetches something of some copies, several at a time.</summary>
    public static Task FetchAsync(
        IEnumerable<ObjectCopy> copies, Func<ObjectCopy, CancellationToken, Task> fetch, CancellationToken cancellationToken = default) =>
        Parallel.ForEachAsync(
            copies,
            new ParallelOptions { MaxDegreeOfParallelism = CopyCache.Downloads, CancellationToken = cancellationToken },
            async (copy, token) => await fetch(copy, token));

    public void Dispose() => hold.Dispose();
}
