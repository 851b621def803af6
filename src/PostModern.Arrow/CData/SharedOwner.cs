namespace PostModern.Arrow.CData;

/// <summary>Frees something when the last of several users is done; a consumer may release exported children apart from their parent.</summary>
internal sealed class SharedOwner(IDisposable? owned)
{
    private int _users;

    public void Acquire() => Interlocked.Increment(ref _users);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            owned?.Dispose();
        }
    }
}
