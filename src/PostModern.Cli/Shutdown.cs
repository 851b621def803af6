namespace PostModern.Cli;

/// <summary>Waits for the user to stop a command.</summary>
internal static class Shutdown
{
    /// <summary>Returns when <paramref name="cancellation"/> fires, which Ctrl+C and SIGTERM do.</summary>
    public static async Task WaitAsync(CancellationToken cancellation)
    {
        var stopped = new TaskCompletionSource();
        await using var registration = cancellation.Register(stopped.SetResult);
        await stopped.Task;
    }
}
