using PostModern.Engine.Functions;
using PostModern.Engine.OpenLineage;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>Tells of the beginning of statements that make versions.</summary>
internal static class LineageRun
{
    /// <summary>Does nothing for other statements, and for those whose transaction tells of them when it commits.</summary>
    public static void Start(this LineageEvents events, StatementContext statement, PreparedPlan plan)
    {
        var scope = plan.Plan.Scope;
        if (plan.Plan.Statement is not DatasetStatement change || change is DropTableStatement || scope.IsInTransaction)
        {
            return;
        }

        var target = change is PlannedRefresh refresh
            ? $"{refresh.Dataset.Schema}.{refresh.Dataset.Name}"
            : $"{scope.SchemaOf(change.Table)}.{change.Table.Name}";
        events.Start(statement.RunId, target, statement.Sql, plan.Plan.Inputs, Columns(change, plan));
    }

    private static Dictionary<string, DatasetField> Columns(DatasetStatement change, PreparedPlan plan)
    {
        var query = change switch
        {
            CreateTableStatement create => create.Query,
            PlannedRefresh refresh => refresh.Query,
            _ => null,
        };
        return query is null || plan.Plan.Inputs is not [var input]
            ? []
            : ColumnSources.Find(query, plan.Connection).Where(c => c.Key < plan.Prepared.Schema.Fields.Count)
                .ToDictionary(c => plan.Prepared.Schema.Fields[c.Key].Name, c => new DatasetField(input.Dataset.Path, c.Value));
    }
}
