using System.Globalization;

namespace PostModern.Engine.Sql;

/// <summary>VERIFY [TABLE | DATASET | MATERIALIZED VIEW] x [SAMPLE n].</summary>
internal static class VerifyParser
{
    private const int DefaultSample = 10;

    /// <returns>Null for statements that begin with another word.</returns>
    public static VerifyStatement? TryParse(TokenReader reader)
    {
        if (!reader.TryTake("VERIFY"))
        {
            return null;
        }

        var isNamed = reader.Peek(1).IsName && !reader.Peek(1).Is("SAMPLE");
        _ = reader.TryTake("MATERIALIZED", "VIEW") || (isNamed && (reader.TryTake("TABLE") || reader.TryTake("DATASET")));
        var table = reader.TakeTableName();
        var sample = reader.TryTake("SAMPLE") ? TakeCount(reader) : DefaultSample;
        return reader.AtEnd ? new VerifyStatement(reader.Sql, table, sample) : throw reader.Unexpected("SAMPLE or the end of VERIFY");
    }

    private static int TakeCount(TokenReader reader)
    {
        if (!int.TryParse(reader.Peek().Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            throw reader.Unexpected("a number of objects after SAMPLE");
        }

        reader.Take();
        return count;
    }
}
