using PostModern.Lake.Lineage;

namespace PostModern.Engine.OpenLineage;

/// <summary>A statement as OpenLineage's run of a job.</summary>
/// <param name="RunId">Unique for each execution.</param>
/// <param name="Job">The same for each execution of the same thing: the dataset that it makes.</param>
/// <param name="Sql">The statement.</param>
/// <param name="Locate">Where a dataset lies that the statement read.</param>
internal sealed record StatementRunInfo(Guid RunId, string Job, string Sql, Func<DatasetInput, string> Locate);

/// <summary>A column of a dataset.</summary>
/// <param name="Location">The dataset's folder.</param>
/// <param name="Field">The column's name.</param>
internal readonly record struct DatasetField(string Location, string Field);
