namespace PostModern.Tests.Server.Stress;

/// <summary>Tests that load the machine or count what the whole process holds: they run alone, after all others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StressCollection
{
    public const string Name = "Stress";
}
