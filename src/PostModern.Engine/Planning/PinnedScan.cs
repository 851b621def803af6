using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>A place in a query that reads one version of a dataset.</summary>
/// <param name="Start">The name's first character.</param>
/// <param name="End">Past its last.</param>
/// <param name="Name">The table's own name, by which columns are qualified where it has no alias.</param>
/// <param name="HasAlias">Whether the query gives it another name.</param>
/// <param name="Snapshot">The version.</param>
internal sealed record PinnedScan(int Start, int End, string Name, bool HasAlias, Snapshot Snapshot)
{
    /// <summary>The edit that reads <paramref name="source"/> instead.</summary>
    public Edit ReadFrom(string source) => new(Start, End, HasAlias ? source : $"{source} AS {SqlText.Name(Name)}");
}
