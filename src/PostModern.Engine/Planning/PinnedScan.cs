using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>What a name in a query leads to: exactly one of the two is set.</summary>
/// <param name="Snapshot">A version of a dataset.</param>
/// <param name="Query">A view's query in brackets, with its own names led to versions.</param>
internal sealed record PinnedRows(Snapshot? Snapshot, string? Query);

/// <summary>A place in a query that names rows to read.</summary>
/// <param name="Start">The name's first character.</param>
/// <param name="End">Past its last.</param>
/// <param name="Name">The table's own name, by which columns are qualified where it has no alias.</param>
/// <param name="HasAlias">Whether the query gives it another name.</param>
/// <param name="Rows">What it leads to.</param>
internal sealed record PinnedScan(int Start, int End, string Name, bool HasAlias, PinnedRows Rows)
{
    /// <summary>The word that asks to describe it instead of reading it.</summary>
    public Token? Describes { get; init; }

    /// <summary>The edit that reads <paramref name="source"/> instead.</summary>
    public Edit ReadFrom(string source) => Describes is { } word
        ? DescribedTable.Replace(word, End, source)
        : new Edit(Start, End, HasAlias ? source : $"{source} AS {SqlText.Name(Name)}");
}
