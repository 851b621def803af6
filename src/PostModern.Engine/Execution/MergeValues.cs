using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>What a MERGE's clause writes into which column.</summary>
internal static class MergeValues
{
    /// <param name="clause">Any clause; those that write nothing have no values.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="table">The dataset's columns.</param>
    /// <param name="source">The source's columns.</param>
    /// <returns>Expressions by the numbers of the dataset's columns.</returns>
    /// <exception cref="ServerException">InvalidInput: the columns and values don't go together.</exception>
    public static IReadOnlyDictionary<int, string> Of(MergeClause clause, MergeStatement statement, Schema table, Schema source)
    {
        if (clause.Verb is not (MergeVerb.Update or MergeVerb.Insert))
        {
            return new Dictionary<int, string>();
        }

        var sources = source.Fields.Select(f => f.Name).ToList();
        var columns = table.Fields.Select(f => f.Name).ToList();
        var (names, values) = clause.Source switch
        {
            MergeSource.Values => (clause.Columns ?? columns, clause.Values),
            MergeSource.Names => (sources, Qualified(sources)),
            MergeSource.Positions => (columns, Qualified(sources)),
            _ => (columns, Qualified(columns.Select(column => Require(column, sources, statement)))),
        };
        if (values.Count != names.Count && !(values.Count == 0 && names.Count == 0))
        {
            throw new ServerException(
                ErrorCode.InvalidInput,
                $"MERGE INTO {statement.Table} fills {names.Count} columns ({string.Join(", ", names)}), but {values.Count} values are given.");
        }

        return TargetColumns.Assign(statement.Table, table, names.Zip(values));

        IReadOnlyList<string> Qualified(IEnumerable<string> list) => [.. list.Select(name => $"{SqlText.Name(statement.SourceAlias)}.{SqlText.Name(name)}")];
    }

    private static string Require(string column, List<string> sources, MergeStatement statement) =>
        sources.Find(name => name.Equals(column, StringComparison.OrdinalIgnoreCase))
        ?? throw new ServerException(
            ErrorCode.InvalidInput,
            $"MERGE INTO {statement.Table}: * takes every column from the source, and {statement.SourceAlias} has no column '{column}'. "
            + $"Name the columns and values, or take those that it has with BY NAME: {string.Join(", ", sources)}.");
}
