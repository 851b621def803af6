using System.Diagnostics.CodeAnalysis;

namespace PostModern.Server.Auth;

/// <summary>Whether a password is its user's, with a bound on what asking may cost.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has no wait handle, so there is nothing to free.")]
internal sealed class PasswordCheck(UserList users, TimeProvider clock)
{
    private readonly VerifiedPasswords _verified = new(clock);

    // Half of the cores stay with those who are logged in, however many connections guess.
    private readonly SemaphoreSlim _cores = new(Math.Max(1, Environment.ProcessorCount / 2));

    public async Task<bool> IsRightAsync(string user, string password, ConnectionLogins connection, CancellationToken cancellationToken)
    {
        if (_verified.Has(user, password))
        {
            return true;
        }

        var isRight = await connection.TryAsync(() => VerifyAsync(user, password, cancellationToken), cancellationToken);
        if (isRight)
        {
            _verified.Add(user, password);
        }

        return isRight;
    }

    private async Task<bool> VerifyAsync(string user, string password, CancellationToken cancellationToken)
    {
        await _cores.WaitAsync(cancellationToken);
        try
        {
            return users.PasswordOf(user).Verify(password);
        }
        finally
        {
            _cores.Release();
        }
    }
}
