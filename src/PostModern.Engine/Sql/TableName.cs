namespace PostModern.Engine.Sql;

/// <summary>A table as a statement names it, in at most three parts.</summary>
/// <param name="Catalog">Null when not given.</param>
/// <param name="Schema">Null when not given.</param>
/// <param name="Name">The table's own name.</param>
internal readonly record struct TableName(string? Catalog, string? Schema, string Name)
{
    public override string ToString() => string.Join('.', new[] { Catalog, Schema, Name }.OfType<string>());
}
