using System.Collections.Concurrent;

namespace PostModern.Tests;

/// <summary>Variables that what is tested reads from its process, which all tests share.</summary>
internal static class EnvironmentVariable
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> s_turns = new(StringComparer.Ordinal);

    /// <summary>Runs <paramref name="action"/> with a value; tests that want others for the same variable take turns.</summary>
    public static async Task WithAsync(string name, string value, Func<Task> action)
    {
        var turn = s_turns.GetOrAdd(name, _ => new SemaphoreSlim(1));
        await turn.WaitAsync();
        var before = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, value);
        try
        {
            await action();
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, before);
            turn.Release();
        }
    }
}
