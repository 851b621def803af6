namespace PostModern.Engine.Sql;

/// <summary>REFRESH [TABLE | DATASET | MATERIALIZED VIEW] x [FULL | ERRORS ONLY].</summary>
internal static class RefreshParser
{
    /// <returns>Null for statements that begin with another word.</returns>
    public static RefreshStatement? TryParse(TokenReader reader)
    {
        if (!reader.TryTake("REFRESH"))
        {
            return null;
        }

        // TABLE may be a dataset's own name: then nothing that could be one follows.
        var isNamed = reader.Peek(1).IsName && !reader.Peek(1).Is("FULL") && !reader.Peek(1).Is("ERRORS");
        _ = reader.TryTake("MATERIALIZED", "VIEW") || (isNamed && (reader.TryTake("TABLE") || reader.TryTake("DATASET")));
        var table = reader.TakeTableName();
        var mode = reader.TryTake("FULL") ? RefreshMode.Full
            : reader.TryTake("ERRORS", "ONLY") ? RefreshMode.ErrorsOnly
            : RefreshMode.Changes;
        return reader.AtEnd ? new RefreshStatement(reader.Sql, table, mode) : throw reader.Unexpected("FULL, ERRORS ONLY or the end of REFRESH");
    }
}
