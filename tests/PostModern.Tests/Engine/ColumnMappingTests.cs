using PostModern.Engine.Sessions;

namespace PostModern.Tests.Engine;

public class ColumnMappingTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private const string NestedType =
        """
        {"type":"struct","fields":[
          {"name":"x","type":"integer","nullable":true,"metadata":{"delta.columnMapping.id":3,"delta.columnMapping.physicalName":"col-x"}},
          {"name":"later","type":"string","nullable":true,"metadata":{"delta.columnMapping.id":4,"delta.columnMapping.physicalName":"col-later"}}]}
        """;

    [Fact]
    public async Task Columns_are_found_by_physical_names_and_what_a_file_lacks_is_null()
    {
        await using var session = fixture.Engine.OpenSession();
        var table = Table(session, out var name).Feature("columnMapping").Property("delta.columnMapping.mode", "name")
            .Mapped("id", "long", "col-1", 1).Mapped("s", NestedType, "col-2", 2).Mapped("new", "string", "col-5", 5).Mapped("day", "date", "col-6", 6)
            .PartitionedBy("day");
        await table.FileAsync("a.parquet", "SELECT 1::BIGINT AS \"col-1\", {'col-x': 7} AS \"col-2\"", """{"col-6":"2024-01-01"}""");
        await table.FileAsync("b.parquet", "SELECT 'n' AS \"col-5\", NULL::STRUCT(\"col-x\" INT) AS \"col-2\", 2::BIGINT AS \"col-1\"", """{"col-6":null}""");
        await table.CommitAsync();
        Assert.Equal(
            ["1|7|NULL|NULL|2024-01-01", "2|NULL|NULL|n|NULL"],
            await session.RunAsync($"SELECT id, s.x, s.later, new, CAST(day AS VARCHAR) FROM {name} ORDER BY id"));
        Assert.Equal(["2"], await session.RunAsync($"SELECT id FROM {name} WHERE s IS NULL"));
        await session.RunAsync($"INSERT INTO {name} VALUES (3, {{'x': 8, 'later': 'l'}}, 'm', '2024-03-03')");
        await session.RunAsync($"UPDATE {name} SET new = 'changed' WHERE id = 1");
        await session.RunAsync($"DELETE FROM {name} WHERE id = 2");
        Assert.Equal(["1|7|NULL|changed", "3|8|l|m"], await session.RunAsync($"SELECT id, s.x, s.later, new FROM {name} ORDER BY id"));
    }

    [Fact]
    public async Task In_id_mode_columns_are_found_by_their_ids()
    {
        await using var session = fixture.Engine.OpenSession();
        var table = Table(session, out var name).Feature("columnMapping").Property("delta.columnMapping.mode", "id")
            .Mapped("a", "long", "col-1", 1).Mapped("b", "long", "col-2", 2).Mapped("c", "string", "col-3", 3);
        await table.FileAsync("a.parquet", "SELECT 20 AS other, 10 AS whatever", options: ", FIELD_IDS {other: 2, whatever: 1}");
        await table.CommitAsync();
        Assert.Equal(["10|20|NULL"], await session.RunAsync($"FROM {name}"));
        await session.RunAsync($"INSERT INTO {name} VALUES (1, 2, 'x')");
        Assert.Equal(["10|20|NULL", "1|2|x"], await session.RunAsync($"FROM {name}"));
    }

    [Fact]
    public async Task Structs_in_lists_and_maps_have_physical_names_too()
    {
        await using var session = fixture.Engine.OpenSession();
        var list = $$"""{"type":"array","elementType":{{NestedType}},"containsNull":true}""";
        var other = NestedType.Replace(".id\":3", ".id\":5", StringComparison.Ordinal).Replace(".id\":4", ".id\":6", StringComparison.Ordinal);
        var map = $$"""{"type":"map","keyType":"string","valueType":{{other}},"valueContainsNull":true}""";
        var table = Table(session, out var name).Feature("columnMapping").Property("delta.columnMapping.mode", "name")
            .Mapped("l", list, "col-1", 1).Mapped("m", map, "col-2", 2);
        await table.FileAsync("a.parquet", "SELECT [{'col-x': 7}, NULL] AS \"col-1\", MAP {'k': {'col-x': 8}} AS \"col-2\"");
        await table.FileAsync("b.parquet", "SELECT NULL::STRUCT(\"col-x\" INT)[] AS \"col-1\", NULL::MAP(VARCHAR, STRUCT(\"col-x\" INT)) AS \"col-2\"");
        await table.CommitAsync();
        const string Values = "l[1].x, l[1].later, l[2].x, m['k'].x, len(l), m IS NULL";
        Assert.Equal(["7|NULL|NULL|8|2|False", "NULL|NULL|NULL|NULL|NULL|True"], await session.RunAsync($"SELECT {Values} FROM {name}"));
        await session.RunAsync($"INSERT INTO {name} SELECT * FROM {name}");
        Assert.Equal(["4"], await session.RunAsync($"SELECT count(*) FROM {name}"));
        Assert.Equal(["7|8"], await session.RunAsync($"SELECT DISTINCT l[1].x, m['k'].x FROM {name} WHERE l IS NOT NULL"));
        var written = Directory.GetFiles(table.Folder, "part-*.parquet").Single();
        Assert.Equal(
            ["col-1|1", "col-x|3", "col-later|4", "col-2|2", "col-x|5", "col-later|6"],
            await session.RunAsync($"SELECT name, field_id FROM parquet_schema('{written}') WHERE field_id IS NOT NULL"));
    }

    [Fact]
    public async Task Files_with_narrower_types_are_widened()
    {
        await using var session = fixture.Engine.OpenSession();
        const string Changes = """{"delta.typeChanges":[{"fromType":"short","toType":"integer"},{"fromType":"integer","toType":"long"}]}""";
        var table = Table(session, out var name).Feature("typeWidening")
            .Column("a", "long", Changes).Column("d", "decimal(10,3)", """{"delta.typeChanges":[{"fromType":"decimal(5,2)","toType":"decimal(10,3)"}]}""")
            .Column("t", "timestamp_ntz", """{"delta.typeChanges":[{"fromType":"date","toType":"timestamp_ntz"}]}""");
        await table.FileAsync("a.parquet", "SELECT 1::SMALLINT AS a, 1.25::DECIMAL(5,2) AS d, DATE '2024-01-01' AS t");
        await table.FileAsync("b.parquet", "SELECT 5000000000 AS a, 1234567.125::DECIMAL(10,3) AS d, TIMESTAMP '2024-01-01 10:00:00' AS t");
        await table.CommitAsync();
        Assert.Equal(
            ["1|1.250|2024-01-01 00:00:00", "5000000000|1234567.125|2024-01-01 10:00:00"],
            await session.RunAsync($"SELECT a, CAST(d AS VARCHAR), CAST(t AS VARCHAR) FROM {name} ORDER BY a"));
    }

    private ForeignTable Table(Session session, out string name)
    {
        name = $"t_{Guid.NewGuid():N}";
        return new ForeignTable(fixture, session, name);
    }
}
