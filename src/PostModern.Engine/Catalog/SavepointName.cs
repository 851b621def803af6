namespace PostModern.Engine.Catalog;

/// <summary>How a savepoint is found: by the id that the protocol gave, or by the name that SQL gave.</summary>
internal readonly record struct SavepointName(Guid? Id, string? Name)
{
    public bool Matches(Guid id, string? name) => Id is { } wanted ? id == wanted : string.Equals(name, Name, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Name ?? $"{Id:N}";
}
