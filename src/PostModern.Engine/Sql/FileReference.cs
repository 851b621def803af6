namespace PostModern.Engine.Sql;

/// <summary>A place in a statement that has DuckDB read objects by their URLs.</summary>
/// <param name="Start">First character of the text that names them.</param>
/// <param name="End">Past its last.</param>
/// <param name="Function">The table function in lower case; empty where a quoted name stands for a table or a file.</param>
/// <param name="Patterns">URLs, patterns of URLs, and what else the list names.</param>
internal sealed record FileReference(int Start, int End, string Function, IReadOnlyList<string> Patterns)
{
    /// <summary>Where the call begins and ends, where it is one.</summary>
    public (int Start, int End) Call { get; init; }

    /// <summary>What the option <c>filename</c> calls the column that it adds; null where it adds none.</summary>
    public string? FileNameColumn { get; init; }
}
