namespace PostModern.Engine.Sql;

/// <summary>A statement about a model.</summary>
/// <param name="Text">The statement, without its semicolon.</param>
/// <param name="Name">The model's name, in lower case.</param>
internal abstract record ModelStatement(string Text, string Name) : SqlStatement(Text);

/// <summary>CREATE MODEL.</summary>
/// <param name="Source">Where the model comes from, as written.</param>
/// <param name="Task">What it does; null when its source tells.</param>
/// <param name="OrReplace">Whether a model of that name is changed.</param>
/// <param name="IfNotExists">Whether a model of that name is left alone.</param>
/// <param name="Options">As written.</param>
internal sealed record CreateModelStatement(
    string Text, string Name, string Source, string? Task, bool OrReplace, bool IfNotExists, IReadOnlyList<KeyValuePair<string, string>> Options) : ModelStatement(Text, Name);

/// <summary>DROP MODEL.</summary>
internal sealed record DropModelStatement(string Text, string Name, bool IfExists) : ModelStatement(Text, Name);
