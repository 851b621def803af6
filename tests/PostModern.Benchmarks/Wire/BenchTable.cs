namespace PostModern.Benchmarks.Wire;

/// <summary>The rows of all transfers: two BIGINT, a DOUBLE and a VARCHAR; 38.9 bytes a row on the wire when there are ten million.</summary>
/// <param name="Rows">How many.</param>
internal sealed record BenchTable(int Rows)
{
    /// <summary>The temporary table that holds them.</summary>
    public const string Name = "bench";

    public const string Query = $"SELECT * FROM {Name}";

    public string Create { get; } =
        $"CREATE TEMP TABLE {Name} AS SELECT i AS id, i * 7919 % 1000003 AS k, CAST(i / 3 AS DOUBLE) AS x, 'row ' || i AS name FROM range({Rows}) t(i)";
}
