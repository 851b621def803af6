using System.Diagnostics.CodeAnalysis;

namespace PostModern.Server.Auth;

/// <summary>The logins that one connection has tried: one at a time, and after a few wrong ones each waits, so that guessing is slow.</summary>
/// <remarks>A connection costs a guesser little; what bounds all of them together is <see cref="PasswordCheck"/>.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The gate has no wait handle, so there is nothing to free.")]
internal sealed class ConnectionLogins
{
    // A person mistypes; a program that reconnects has stale credentials once.
    private const int FreeFailures = 3;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _failures;

    /// <summary>Runs <paramref name="check"/>, and answers late when this connection keeps being wrong.</summary>
    public async Task<bool> TryAsync(Func<Task<bool>> check, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (await check())
            {
                return true;
            }

            if (++_failures > FreeFailures)
            {
                // Not the call's token: cancelling must not buy the next guess sooner.
                await Task.Delay(Delay, CancellationToken.None);
            }

            return false;
        }
        finally
        {
            _gate.Release();
        }
    }
}
