using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>REFRESH with all that it needs.</summary>
/// <param name="Dataset">What is made again.</param>
/// <param name="Snapshot">As it is now.</param>
/// <param name="Content">What defined it.</param>
/// <param name="Query">The definition's query, reading the present.</param>
internal sealed record PlannedRefresh(
    string Text, TableName Table, RefreshMode Mode, Dataset Dataset, Snapshot Snapshot, DefinedContent Content, string Query)
    : DatasetStatement(Text, Table);
