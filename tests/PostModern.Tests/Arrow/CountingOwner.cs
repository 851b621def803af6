namespace PostModern.Tests.Arrow;

/// <summary>Counts how often it is disposed.</summary>
internal sealed class CountingOwner : IDisposable
{
    public int Disposals { get; private set; }

    public void Dispose() => Disposals++;
}
