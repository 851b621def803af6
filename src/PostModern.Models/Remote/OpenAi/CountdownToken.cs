namespace PostModern.Models.Remote.OpenAi;

/// <summary>A token that is set when all of several are: nobody waits any more.</summary>
internal sealed class CountdownToken : IDisposable
{
    private readonly CancellationTokenSource _all = new();
    private readonly List<CancellationTokenRegistration> _registrations = [];
    private int _left;

    public CountdownToken(IEnumerable<CancellationToken> tokens)
    {
        CancellationToken[] each = [.. tokens];
        _left = each.Length;
        foreach (var token in each)
        {
            _registrations.Add(token.UnsafeRegister(state => ((CountdownToken)state!).Leave(), this));
        }
    }

    public CancellationToken Token => _all.Token;

    public void Dispose()
    {
        // Disposing a registration waits for its callback, which uses the source.
        _registrations.ForEach(registration => registration.Dispose());
        _all.Dispose();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _all.Cancel();
        }
    }
}
