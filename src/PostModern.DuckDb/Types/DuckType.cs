using PostModern.DuckDb.Native;

namespace PostModern.DuckDb.Types;

/// <summary>A DuckDB column type, read once from its handle.</summary>
/// <param name="Id">Which type.</param>
internal sealed record DuckType(DuckDbTypeId Id)
{
    /// <summary>The name of a user-defined type or extension type such as JSON.</summary>
    public string? Alias { get; init; }

    /// <summary>What the vector holds: the integer under an ENUM or DECIMAL, else <see cref="Id"/>.</summary>
    public DuckDbTypeId Storage { get; init; } = Id;

    /// <summary>Digits of a DECIMAL.</summary>
    public byte Width { get; init; }

    /// <summary>Digits after the point of a DECIMAL.</summary>
    public byte Scale { get; init; }

    /// <summary>Elements of an ARRAY.</summary>
    public int Size { get; init; }

    /// <summary>The names of an ENUM.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The item of a list or array; key and value of a map; the fields of a struct; the members of a union.</summary>
    public IReadOnlyList<DuckField> Children { get; init; } = [];
}
