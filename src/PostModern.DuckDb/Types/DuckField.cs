namespace PostModern.DuckDb.Types;

/// <summary>A named part of a nested type.</summary>
internal sealed record DuckField(string Name, DuckType Type);
