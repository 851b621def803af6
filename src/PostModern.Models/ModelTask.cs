namespace PostModern.Models;

/// <summary>Something that models do, by the name of its SQL function.</summary>
/// <param name="Name">Such as <c>caption</c>.</param>
/// <param name="Input">What its first argument may be.</param>
/// <param name="Options">The options that it knows.</param>
public sealed record ModelTask(string Name, InputKind Input, IReadOnlyList<string> Options);
