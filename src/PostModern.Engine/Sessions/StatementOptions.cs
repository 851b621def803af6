using PostModern.Engine.Catalog;

namespace PostModern.Engine.Sessions;

/// <summary>How one statement differs from others of its session.</summary>
public sealed record StatementOptions
{
    /// <summary>A statement like any other.</summary>
    public static StatementOptions Default { get; } = new();

    /// <summary>The transaction that it is part of; null for the one that SQL's BEGIN opened, else none.</summary>
    public Guid? Transaction { get; init; }

    /// <summary>Options to go by instead of the session's, as <see cref="Statement.Options"/> gave them; null for the session's.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    /// <summary>Versions that it must read of datasets without a version, as another server has planned them.</summary>
    public IReadOnlyList<DatasetPin> Pins { get; init; } = [];
}
