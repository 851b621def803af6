using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>The WHEN clauses of MERGE.</summary>
internal static class MergeClauseParser
{
    /// <param name="reader">Behind WHEN.</param>
    public static MergeClause Parse(TokenReader reader)
    {
        var match = TakeMatch(reader);
        var condition = reader.TryTake("AND") ? reader.TakeExpression("THEN") : null;
        reader.Expect("THEN", "WHEN");
        var clause = TakeAction(reader, new MergeClause(match, condition, MergeVerb.Nothing));
        var isFitting = clause.Verb switch
        {
            MergeVerb.Insert => match == MergeMatch.NotMatchedByTarget,
            MergeVerb.Update or MergeVerb.Delete => match != MergeMatch.NotMatchedByTarget,
            _ => true,
        };
        return isFitting && !(match == MergeMatch.NotMatchedBySource && clause is { Verb: MergeVerb.Update, Source: not MergeSource.Values })
            ? clause
            : throw new ServerException(ErrorCode.InvalidInput, $"MERGE can't do {Name(clause)} there: {Rule(match)}.");
    }

    private static MergeMatch TakeMatch(TokenReader reader)
    {
        if (reader.TryTake("MATCHED"))
        {
            return MergeMatch.Matched;
        }

        if (!reader.TryTake("NOT", "MATCHED"))
        {
            throw reader.Unexpected("MATCHED or NOT MATCHED after WHEN");
        }

        _ = reader.TryTake("BY", "TARGET");
        return reader.TryTake("BY", "SOURCE") ? MergeMatch.NotMatchedBySource : MergeMatch.NotMatchedByTarget;
    }

    private static MergeClause TakeAction(TokenReader reader, MergeClause clause)
    {
        if (reader.TryTake("DO", "NOTHING"))
        {
            return clause;
        }

        if (reader.TryTake("DELETE"))
        {
            return clause with { Verb = MergeVerb.Delete };
        }

        if (reader.TryTake("ERROR"))
        {
            return clause with { Verb = MergeVerb.Error, Message = reader.TakeExpression("WHEN", "RETURNING") is { Length: > 0 } message ? message : null };
        }

        return reader.TryTake("UPDATE") ? TakeUpdate(reader, clause with { Verb = MergeVerb.Update })
            : reader.TryTake("INSERT") ? TakeInsert(reader, clause with { Verb = MergeVerb.Insert })
            : throw reader.Unexpected("UPDATE, DELETE, INSERT, DO NOTHING or ERROR after THEN");
    }

    private static MergeClause TakeUpdate(TokenReader reader, MergeClause clause)
    {
        if (!reader.TryTake("SET") || reader.Peek().IsSymbol("*"))
        {
            return clause with { Source = TakeSource(reader) };
        }

        var assignments = ChangeParser.TakeAssignments(reader, "WHEN", "RETURNING");
        return clause with { Columns = [.. assignments.Select(a => a.Column)], Values = [.. assignments.Select(a => a.Expression)] };
    }

    private static MergeClause TakeInsert(TokenReader reader, MergeClause clause)
    {
        if (reader.TryTake("DEFAULT", "VALUES"))
        {
            return clause with { Columns = [] };
        }

        var columns = reader.Peek().IsSymbol("(") ? ExpressionList.SplitNames(reader.TakeBracketed()) : null;
        if (reader.TryTake("VALUES"))
        {
            return clause with { Columns = columns, Values = ExpressionList.SplitValues(reader.TakeBracketed()) };
        }

        return columns is null ? clause with { Source = TakeSource(reader) } : throw reader.Unexpected("VALUES in INSERT");
    }

    /// <summary>A bare UPDATE or INSERT goes by position, as in DuckDB; a star alone by name, as in Delta Lake.</summary>
    private static MergeSource TakeSource(TokenReader reader)
    {
        var source = reader.TryTake("BY", "NAME") ? MergeSource.Names : MergeSource.Positions;
        var isGiven = source == MergeSource.Names || reader.TryTake("BY", "POSITION");
        return reader.TryTakeSymbol("*") && !isGiven ? MergeSource.Star : source;
    }

    private static string Name(MergeClause clause) => clause.Verb.ToString().ToUpperInvariant() + (clause.Source == MergeSource.Values ? "" : " from the source's columns");

    private static string Rule(MergeMatch match) => match switch
    {
        MergeMatch.Matched => "WHEN MATCHED changes rows that are there: UPDATE, DELETE, DO NOTHING or ERROR",
        MergeMatch.NotMatchedByTarget => "WHEN NOT MATCHED has a row of the source only: INSERT, DO NOTHING or ERROR",
        _ => "WHEN NOT MATCHED BY SOURCE has a row of the dataset only: UPDATE SET with expressions, DELETE, DO NOTHING or ERROR",
    };
}
