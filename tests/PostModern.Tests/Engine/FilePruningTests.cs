using System.Globalization;
using PostModern.Lake.Catalog;
using PostModern.Testing;

namespace PostModern.Tests.Engine;

/// <summary>Thirty files of ten rows each. Which of them a query opens shows when the others are gone.</summary>
public sealed class FilePruningTests(FilePruningTests.Table table) : IClassFixture<FilePruningTests.Table>
{
    [Theory]
    [InlineData("n = 42", 4, 4, 1)]
    [InlineData("42 = n", 4, 4, 1)]
    [InlineData("n > 285", 28, 29, 14)]
    [InlineData("n < 20 AND word <> 'w5'", 0, 1, 19)]
    [InlineData("n BETWEEN 95 AND 104", 9, 10, 10)]
    [InlineData("n IN (71, 72)", 7, 7, 2)]
    [InlineData("n IN (61, 62, 63, 64, 65, 66, 67, 68, 75)", 6, 7, 9)]
    [InlineData("n IN (61, 62, 63, 64, 65, 66, 67, 68, 75) AND n < 70", 6, 6, 8)]
    [InlineData("n = 11 OR n = 23", 1, 2, 2)]
    [InlineData("day = '2024-01-06'", 5, 5, 10)]
    [InlineData("moment >= '2024-01-29 00:00:00'", 28, 29, 20)]
    [InlineData("price = 12.50", 12, 12, 10)]
    [InlineData("price < 1 AND price >= 0", 0, 0, 10)]
    [InlineData("ratio < 1.05", 0, 1, 11)]
    [InlineData("word = 'w17'", 0, 1, 1)]
    [InlineData("code LIKE 'c07%'", 7, 7, 10)]
    [InlineData("place.x = 155", 15, 15, 1)]
    [InlineData("note IS NOT NULL", 3, 3, 10)]
    [InlineData("note = 'three'", 3, 3, 10)]
    [InlineData("n + 0 >= 0 AND n = 42", 4, 4, 1)]
    public async Task Only_files_that_can_hold_matching_rows_are_opened(string filter, int first, int last, int rows)
    {
        await using var session = table.Fixture.Engine.OpenSession();
        using var hidden = table.HideAllBut(first, last);

        Assert.Equal([rows.ToString(CultureInfo.InvariantCulture)], await session.RunAsync($"SELECT count(*) FROM many WHERE {filter}"));
    }

    [Theory]
    [InlineData("SELECT count(*) FROM many AS m JOIN (VALUES (42), (43)) AS v(n) USING (n) WHERE n < 50", 0, 4, "2")]
    [InlineData("SELECT count(*) FROM many WHERE n < 5 UNION ALL SELECT count(*) FROM many AS other WHERE other.n < 10", 0, 0, "5|10")]
    [InlineData("WITH few AS (SELECT * FROM main.many) SELECT count(*) FROM few WHERE few.n = 42", 4, 4, "1")]
    [InlineData("WITH few AS (SELECT * FROM many) SELECT (SELECT count(*) FROM few WHERE n = 42) + (SELECT count(*) FROM few WHERE n = 55)", 0, 29, "2")]
    [InlineData("SELECT count(*) FROM many VERSION AS OF 30 AS m WHERE m.n = 42", 4, 4, "1")]
    [InlineData("SELECT (SELECT max(word) FROM many WHERE main.many.n = outside.n) FROM (SELECT 42 AS n) AS outside WHERE EXISTS (FROM many WHERE n = 42)", 0, 29, "w42")]
    public async Task Filters_are_found_wherever_the_planner_carries_them(string query, int first, int last, string expected)
    {
        await using var session = table.Fixture.Engine.OpenSession();
        using var hidden = table.HideAllBut(first, last);

        Assert.Equal(expected.Split('|'), await session.RunAsync(query));
    }

    [Fact]
    public async Task A_parameters_value_counts_when_the_statement_runs()
    {
        await using var session = table.Fixture.Engine.OpenSession();
        await using var statement = await session.PrepareAsync("SELECT count(*) FROM many WHERE n = $1 AND word > $2", default);
        foreach (var (n, rows) in new[] { (42L, 1L), (43L, 0L) })
        {
            using var hidden = table.HideAllBut(4, 4);
            using var values = Values.Row(n, n == 42 ? "a" : "w44");
            await using var result = await statement.ExecuteAsync(values, default);
            await foreach (var batch in result.ReadBatchesAsync())
            {
                using (batch)
                {
                    Assert.Equal(rows, batch.Columns[0].Values<long>()[0]);
                }
            }
        }
    }

    [Fact]
    public async Task What_statistics_cant_tell_reads_every_file()
    {
        await using var session = table.Fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TEMP TABLE plain AS FROM many");

        foreach (var filter in new[] { "n % 10 = 1", "n <> 5", "n = 1 OR ratio > 2.5", "NOT starts_with(code, 'c07')", "note IS NULL", "n IS NOT DISTINCT FROM 7" })
        {
            Assert.Equal(
                await session.RunAsync($"SELECT count(*), sum(n) FROM plain WHERE {filter}"),
                await session.RunAsync($"SELECT count(*), sum(n) FROM many WHERE {filter}"));
        }
    }

    /// <summary>Values at their types' edges, NULL and NaN: whatever the filter, a dataset of many files answers as one table does.</summary>
    [SlowFact]
    public async Task Pruning_changes_no_answer()
    {
        await using var session = table.Fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TEMP TABLE whole (f DOUBLE, t TIMESTAMP, z TIMESTAMPTZ, s VARCHAR, d DECIMAL(38, 5), u UBIGINT)");
        await session.RunAsync("CREATE TABLE pieces AS FROM whole");
        string[] floats = ["'NaN'::DOUBLE", "-1e300", "0.1", "NULL", "'Infinity'::DOUBLE", "3", "-0.0"];
        string[] times = ["TIMESTAMP '2024-01-01 00:00:00.000999'", "TIMESTAMP '1969-12-31 23:59:59.999999'", "NULL", "TIMESTAMP '9999-12-31'"];
        string[] texts = ["''", "'é'", "'a' || chr(0)", "repeat('z', 40)", "repeat('z', 32)", "chr(127775) || 'x'", "NULL", "'O''Brien'"];
        string[] numbers = ["123456789012345678901234567890123.12345", "-0.00001", "NULL", "7"];
        for (var i = 0; i < 40; i++)
        {
            var row = $"({floats[i % 7]}, {times[i % 4]}, {times[(i + 1) % 4]}, {texts[i % 8]}, {numbers[(i + 2) % 4]}, {(i % 3 == 0 ? "18446744073709551615" : "5")})";
            await session.RunAsync($"INSERT INTO whole VALUES {row}");
            await session.RunAsync($"INSERT INTO pieces VALUES {row}");
        }

        string[] comparisons = ["=", "<", "<=", ">", ">=", "<>", "IS NOT DISTINCT FROM"];
        (string Column, string[] Values)[] columns = [("f", floats), ("t", times), ("z", times), ("s", texts), ("d", numbers), ("u", ["18446744073709551615", "6"])];
        foreach (var filter in columns.SelectMany(c => c.Values.SelectMany(v => comparisons.Select(o => $"{c.Column} {o} {v}").Append($"{c.Column} IN ({v}, {c.Values[0]})")))
            .Concat(texts.Select(t => $"starts_with(s, {t})")).Concat(columns.SelectMany(c => new[] { $"{c.Column} IS NULL", $"{c.Column} IS NOT NULL" })))
        {
            var expected = await session.RunAsync($"SELECT count(*), count(f), count(s) FROM whole WHERE {filter}");
            Assert.Equal((filter, expected[0]), (filter, (await session.RunAsync($"SELECT count(*), count(f), count(s) FROM pieces WHERE {filter}"))[0]));
        }
    }

    public sealed class Table : IAsyncLifetime
    {
        private readonly List<string> _files = [];

        public EngineFixture Fixture { get; } = new();

        public async Task InitializeAsync()
        {
            await Fixture.InitializeAsync();
            await using var session = Fixture.Engine.OpenSession();
            await session.RunAsync(
                "CREATE TABLE many (n BIGINT, word VARCHAR, day DATE, moment TIMESTAMP, price DECIMAL(9, 2), ratio DOUBLE, code VARCHAR, place STRUCT(x INTEGER), note VARCHAR)");
            for (var i = 0; i < 30; i++)
            {
                var rows = $"""
                    SELECT n, 'w' || n, DATE '2024-01-01' + {i}, TIMESTAMP '2024-01-01' + INTERVAL ({i}) DAY, {i} + 0.5, n / 10, 'c' || lpad('{i}', 2, '0'), {'{'}x: n{'}'},
                        {(i == 3 ? "'three'" : "NULL")}
                    FROM range({i * 10}, {(i + 1) * 10}) AS r(n)
                    """;
                await session.RunAsync($"INSERT INTO many {rows}");
            }

            var dataset = await new Warehouse(Fixture.Warehouse).OpenAsync("main", "many");
            _files.AddRange((await dataset.LatestAsync()).FileUris);
        }

        public Task DisposeAsync() => Fixture.DisposeAsync();

        /// <summary>Takes files away until the result is disposed.</summary>
        public IDisposable HideAllBut(int first, int last)
        {
            var hidden = _files.Where((_, i) => i < first || i > last).ToList();
            hidden.ForEach(f => File.Move(f, f + ".hidden"));
            return new Hidden(hidden);
        }

        private sealed class Hidden(List<string> files) : IDisposable
        {
            public void Dispose() => files.ForEach(f => File.Move(f + ".hidden", f));
        }
    }
}
