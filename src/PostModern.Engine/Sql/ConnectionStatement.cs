namespace PostModern.Engine.Sql;

/// <summary>A statement about a named connection.</summary>
/// <param name="Text">The statement, without its semicolon.</param>
/// <param name="Name">The connection's name, in lower case.</param>
internal abstract record ConnectionStatement(string Text, string Name) : SqlStatement(Text);

/// <summary>CREATE CONNECTION.</summary>
/// <param name="Type">What it leads to, as written.</param>
/// <param name="OrReplace">Whether a connection of that name is changed.</param>
/// <param name="IfNotExists">Whether a connection of that name is left alone.</param>
/// <param name="Options">As written.</param>
internal sealed record CreateConnectionStatement(
    string Text, string Name, string Type, bool OrReplace, bool IfNotExists, IReadOnlyList<KeyValuePair<string, string>> Options) : ConnectionStatement(Text, Name);

/// <summary>DROP CONNECTION.</summary>
internal sealed record DropConnectionStatement(string Text, string Name, bool IfExists) : ConnectionStatement(Text, Name);
