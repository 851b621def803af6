using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>REFRESH: decides how a dataset is made again, and makes it.</summary>
internal sealed class Refresh(PlannedRefresh plan) : ICommand
{
    public string Probe => plan.Query;

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        RefuseToUndoChanges();
        RefuseToReadItself(context);
        var mapping = RowMaps.Find(plan.Query, context.Connection);
        var reason = plan.Mode == RefreshMode.Full ? "FULL was asked for" : await ReasonForAllAsync(context, mapping);
        if (reason is not null && plan.Mode == RefreshMode.ErrorsOnly)
        {
            throw new ServerException(
                ErrorCode.Unsupported,
                $"REFRESH … ERRORS ONLY needs to know which row came from which object, but for '{plan.Dataset.QualifiedName}' {reason}. Use REFRESH without it.");
        }

        var outcome = reason is not null ? await new FullRefresh(plan, context, mapping.Map).RunAsync(reason)
            : mapping.Map!.Listing is null ? await new AppendRefresh(plan, context, mapping.Map).RunAsync()
            : await new ObjectRefresh(plan, context, mapping.Map).RunAsync();
        context.Statement.Note($"{plan.Dataset.QualifiedName}: {outcome}");
        return outcome.Added + outcome.Changed + outcome.Removed;
    }

    /// <summary>Commits what a refresh has written.</summary>
    /// <param name="sources">The file that tells which row came from which object; null for none.</param>
    public static async Task CommitAsync(
        PlannedRefresh plan, CommandContext context, Transaction change, RefreshOutcome outcome, string? sources)
    {
        // Rows that stay were made by what the version before used.
        var note = context.Describe("REFRESH", outcome.Added + outcome.Changed + outcome.Removed, outcome.Parameters);
        var before = outcome.Mode == FullRefresh.ModeName ? [] : plan.Content.Recipe.Models;
        var models = note.Recipe.Models.Concat(before).DistinctBy(m => (m.Task, m.Digest, string.Join('\n', m.Options))).ToList();
        var recipe = note.Recipe with { Models = models, Definition = plan.Content.Definition, Sources = sources };
        await context.Plan.Plan.Scope.Changes.ChangeAsync(plan.Dataset, change, note with { Recipe = recipe }, context.Cancellation);
    }

    /// <summary>Whether the dataset's columns are those that the definition gives today.</summary>
    public static bool HasColumns(Snapshot snapshot, Schema schema) =>
        DeltaSchema.ColumnsOf(schema).SequenceEqual(DeltaSchema.ColumnsOf(snapshot.Schema));

    /// <summary>Doubling what is there, say, gives something else each time.</summary>
    private void RefuseToReadItself(CommandContext context)
    {
        if (context.Plan.Plan.Inputs.Any(i => !i.IsNamed && i.Dataset.Path == plan.Dataset.Path))
        {
            throw new ServerException(
                ErrorCode.Unsupported,
                $"The statement that defined '{plan.Dataset.QualifiedName}' in version {plan.Content.Version} reads '{plan.Dataset.QualifiedName}' itself, so running it again would not give the same. "
                + "Name the version that it is to read, with CREATE OR REPLACE TABLE … AS OF VERSION n.");
        }
    }

    private void RefuseToUndoChanges()
    {
        if (plan.Content.ChangedBy is { } change && plan.Mode != RefreshMode.Full)
        {
            var name = plan.Dataset.QualifiedName;
            throw new ServerException(
                ErrorCode.InvalidInput,
                $"Version {change.Version} of '{name}' ({change.Operation}) changed rows by hand since version {plan.Content.Version} defined them, and REFRESH would undo that. "
                + $"To make all rows again and give that change up: REFRESH {name} FULL. What is there now stays readable: {name} AS OF VERSION {plan.Snapshot.Version}.");
        }
    }

    /// <returns>Why all rows have to be made again; null when only what has changed.</returns>
    private async Task<string?> ReasonForAllAsync(CommandContext context, RowMapping mapping)
    {
        var before = plan.Content.Recipe;
        var changedModel = before.Models.FirstOrDefault(m => !context.Statement.Inputs.Bound.Any(b => b.Task == m.Task && b.Digest == m.Digest));
        return mapping.Map is null ? $"its query {mapping.Reason}"
            : !HasColumns(plan.Snapshot, context.Plan.Prepared.Schema) ? "its query gives other columns now"
            : changedModel is not null ? $"the model of {changedModel.Task} is another one now"
            : mapping.Map.Listing is null ? AppendRefresh.Obstacle(plan, context)
            : await ObjectRefresh.ObstacleAsync(plan, context.Cancellation);
    }
}
