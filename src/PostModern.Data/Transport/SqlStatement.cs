namespace PostModern.Data.Transport;

/// <summary>One statement of a script, ready to send.</summary>
/// <param name="Text">Without the closing semicolon; <c>@name</c> already turned into <c>$name</c>.</param>
/// <param name="Placeholders">Each placeholder once, in order of appearance.</param>
internal sealed record SqlStatement(string Text, IReadOnlyList<Placeholder> Placeholders);

/// <summary>Where a statement wants a value.</summary>
/// <param name="Name">The bare name; null for a value by position.</param>
/// <param name="Position">The value's index among the command's parameters; −1 for a value by name.</param>
internal readonly record struct Placeholder(string? Name, int Position);
