namespace PostModern.Testing;

/// <summary>A test that takes many seconds: continuous integration runs it, and everybody who asks.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlowFactAttribute : FactAttribute
{
    private const string Switch = "PM_CI";

    internal const string Reason = $"It takes long; {Switch}=1 runs it.";

    public SlowFactAttribute()
    {
        if (!AreRun)
        {
            Skip = Reason;
        }
    }

    /// <summary>Whether slow tests run, and whole sets where an everyday run takes a part.</summary>
    internal static bool AreRun => Environment.GetEnvironmentVariable(Switch) == "1";
}
