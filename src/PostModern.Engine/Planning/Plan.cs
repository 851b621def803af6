using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>A statement with every name resolved.</summary>
/// <param name="Statement">What to do; queries inside it read pinned versions.</param>
/// <param name="Scope">Where its names led, and the versions that it reads.</param>
internal sealed record Plan(SqlStatement Statement, StatementScope Scope)
{
    public IReadOnlyList<ReadDataset> Inputs => Scope.Inputs;
}
