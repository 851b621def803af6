namespace PostModern.Lake.Models;

/// <summary>A model as <c>CREATE MODEL</c> gave it, and what was found out about it then.</summary>
/// <param name="Name">In lower case: names compare without case.</param>
/// <param name="Source">Where it comes from, as written.</param>
/// <param name="Task">What it does; null when its source tells.</param>
/// <param name="Options">Without secrets: those are in variables and connections, which the options name.</param>
/// <param name="Owner">Who made it.</param>
/// <param name="Created">When.</param>
public sealed record ModelDefinition(
    string Name, string Source, string? Task, IReadOnlyDictionary<string, string> Options, string Owner, DateTimeOffset Created)
{
    /// <summary>What its server or file said when it was made, so that no other server has to ask: version, vector length, hash, inputs.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>An option's value; null when it wasn't given.</summary>
    public string? this[string option] => Options.GetValueOrDefault(option);
}
