namespace PostModern.Models.Media;

/// <summary>The use of a value of a <see cref="Memo{T}"/>, which stays until the use is disposed.</summary>
internal sealed class MemoLease<T>(T value, Action release) : IDisposable
    where T : class
{
    private Action? _release = release;

    public T Value { get; } = value;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
