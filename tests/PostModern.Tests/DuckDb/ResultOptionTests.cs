using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Types;

namespace PostModern.Tests.DuckDb;

/// <summary>The Arrow types that a client chooses: what is planned is what comes, and the values are the same.</summary>
public sealed class ResultOptionTests : IDisposable
{
    private static readonly ResultOptions s_dictionaries = new() { EnumsAsDictionaries = true };
    private static readonly ResultOptions s_signed = new() { WidensUnsigned = true };
    private readonly InMemory _db = new();

    public void Dispose() => _db.Dispose();

    public static TheoryData<string, ArrowType, object?[]> Unsigned => new()
    {
        { "unnest([0, NULL, 255]::UTINYINT[])", ArrowTypes.Int16, [(short)0, null, (short)255] },
        { "unnest([0, NULL, 65535]::USMALLINT[])", ArrowTypes.Int32, [0, null, 65535] },
        { "unnest([0, NULL, 4294967295]::UINTEGER[])", ArrowTypes.Int64, [0L, null, 4294967295L] },
        { "unnest([0, NULL, 18446744073709551615]::UBIGINT[])", new DecimalType(20, 0), [0m, null, 18446744073709551615m] },
        { "[1, NULL]::UTINYINT[]", new ListType(ArrowTypes.Int16), [new object?[] { (short)1, null }] },
        { "[7, 65535]::USMALLINT[2]", new FixedSizeListType(ArrowTypes.Int32, 2), [new object?[] { 7, 65535 }] },
    };

    [Theory]
    [MemberData(nameof(Unsigned))]
    public void Unsigned_integers_become_wider_signed_ones(string sql, ArrowType type, object?[] expected)
    {
        var (planned, batches) = Run($"SELECT {sql} AS x", s_signed);

        Assert.Equal(type, planned.Fields[0].Type);
        Assert.Equal(planned, batches[0].Schema);
        Assert.Equal(expected, batches.SelectMany(InMemory.Rows).Select(row => row[0]));
    }

    [Fact]
    public void A_column_keeps_the_name_of_its_own_type()
    {
        var (planned, _) = Run("SELECT 1::UTINYINT AS x", s_signed);

        Assert.Equal("UTINYINT", planned.Fields[0].Metadata["PostModern:duckdb_type"]);
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(128, 8)]
    [InlineData(129, 16)]
    [InlineData(256, 16)]
    [InlineData(257, 16)]
    [InlineData(32768, 16)]
    [InlineData(32769, 32)]
    [InlineData(65537, 32)]
    public void Enums_of_any_size_become_dictionaries_of_signed_indices(int labels, int bits)
    {
        var names = string.Join(", ", Enumerable.Range(0, labels).Select(i => $"'l{i}'"));
        _db.Connection.Execute($"CREATE TYPE choice AS ENUM ({names})");

        var (planned, batches) = Run($"SELECT CASE WHEN i >= 0 THEN ('l' || i)::choice END AS x FROM unnest([0, -1, {labels - 1}]) t(i)", s_dictionaries);

        Assert.Equal(new DictionaryType(new IntType(bits, true), ArrowTypes.Utf8), planned.Fields[0].Type);
        Assert.Equal(planned, batches[0].Schema);
        Assert.Equal(["l0", null, $"l{labels - 1}"], batches.SelectMany(InMemory.Rows).Select(row => row[0]));
        Assert.Equal(labels, batches[0].Columns[0].Dictionary!.Length);
    }

    [Fact]
    public void Enums_within_lists_structs_maps_and_unions_become_dictionaries_too()
    {
        _db.Connection.Execute("CREATE TYPE mood AS ENUM ('happy', 'sad')");

        var (planned, batches) = Run(
            "SELECT [{'m': MAP {'sad'::mood: 'happy'::mood}}, NULL] AS x, 'sad'::mood::UNION(n INTEGER, m mood) AS u, ['happy', NULL]::mood[2] AS a", s_dictionaries);

        Assert.Equal(planned, batches[0].Schema);
        var entry = new List<KeyValuePair<object?, object?>> { new("sad", "happy") };
        Assert.Equal(
            [new object?[] { new Dictionary<string, object?> { ["m"] = entry }, null }, "sad", new object?[] { "happy", null }],
            InMemory.Rows(batches[0])[0]);
        Assert.IsType<DictionaryType>(((FixedSizeListType)planned.Fields[2].Type).Item.Type);
    }

    [Fact]
    public void All_batches_of_a_result_share_one_dictionary()
    {
        _db.Connection.Execute("CREATE TYPE mood AS ENUM ('happy', 'sad')");

        var (_, batches) = Run("SELECT (CASE WHEN i % 2 = 0 THEN 'sad' ELSE 'happy' END)::mood AS x FROM range(500000) t(i)", s_dictionaries);

        Assert.True(batches.Count > 1);
        Assert.All(batches, batch => Assert.Same(batches[0].Columns[0].Dictionary, batch.Columns[0].Dictionary));
    }

    [Fact]
    public void A_statement_goes_by_the_options_that_it_was_prepared_with()
    {
        _db.Connection.ResultOptions = s_signed;
        using var prepared = _db.Connection.Prepare("SELECT 200::UTINYINT AS x");
        _db.Connection.ResultOptions = ResultOptions.Default;

        using var stream = prepared.Execute(CancellationToken.None);
        using var batch = stream.Read(CancellationToken.None)!;

        Assert.Equal((ArrowTypes.Int16, (short)200), (batch.Schema.Fields[0].Type, batch.Columns[0].Values<short>()[0]));
    }

    [Fact]
    public void An_empty_result_has_the_planned_columns()
    {
        var (planned, batches) = Run("SELECT 'a'::ENUM('a') AS e, 1::UBIGINT AS u WHERE false", s_dictionaries with { WidensUnsigned = true });

        Assert.Equal([new DictionaryType(ArrowTypes.Int8, ArrowTypes.Utf8), new DecimalType(20, 0)], planned.Fields.Select(f => f.Type));
        Assert.Equal(0, batches.Sum(batch => batch.Length));
    }

    private (Schema Planned, List<RecordBatch> Batches) Run(string sql, ResultOptions options)
    {
        _db.Connection.ResultOptions = options;
        using var prepared = _db.Connection.Prepare(sql);
        using var stream = prepared.Execute(CancellationToken.None);
        var batches = new List<RecordBatch>();
        while (stream.Read(CancellationToken.None) is { } batch)
        {
            batches.Add(batch);
        }

        Assert.Equal(prepared.Schema, stream.Schema);
        return (prepared.Schema, batches);
    }
}
