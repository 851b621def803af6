using Google.Protobuf;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;

namespace PostModern.Tests.Server;

public class MetadataTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    public static TheoryData<string> Commands =>
    [
        nameof(CommandGetCatalogs), nameof(CommandGetDbSchemas), nameof(CommandGetTables), nameof(CommandGetTableTypes),
        nameof(CommandGetPrimaryKeys), nameof(CommandGetImportedKeys), nameof(CommandGetExportedKeys),
        nameof(CommandGetCrossReference), nameof(CommandGetXdbcTypeInfo), nameof(CommandGetSqlInfo),
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_metadata_command_advertises_what_it_sends(string name)
    {
        var client = fixture.Connect();
        var command = FlightSqlReflection.Descriptor.MessageTypes.Single(type => type.Name == name).Parser.ParseFrom(ByteString.Empty);

        var info = await client.Flight.GetFlightInfoAsync(command, null, default);
        await using var stream = await client.Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default);

        Assert.Equal(info.Schema.ToByteArray(), SchemaMessage.EncodeEncapsulated(stream.Schema));
        Assert.Equal(await client.Flight.GetSchemaAsync(command, null, default), stream.Schema);
        Assert.True(FlightSqlCommand.TryUnpack(info.Endpoint[0].Ticket.Ticket_, out _));
        AssertNoForbiddenNulls(stream.Schema, await stream.ReadAsync());
    }

    [Fact]
    public async Task There_is_one_catalog() =>
        Assert.Equal([["postmodern"]], await fixture.Connect().ReadAsync(new CommandGetCatalogs()));

    [Fact]
    public async Task Schemas_are_filtered_by_pattern()
    {
        var client = fixture.Connect();

        Assert.Equal([["postmodern", "main"]], await client.ReadAsync(new CommandGetDbSchemas { DbSchemaFilterPattern = "ma_n" }));
        Assert.Empty(await client.ReadAsync(new CommandGetDbSchemas { DbSchemaFilterPattern = "MAIN'; --" }));
        Assert.Empty(await client.ReadAsync(new CommandGetDbSchemas { Catalog = "" }));
        Assert.Empty(await client.ReadAsync(new CommandGetDbSchemas { Catalog = "other" }));
    }

    [Fact]
    public async Task Tables_are_filtered_by_name_and_type()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE TABLE find_me (n INTEGER)", null, default);
        await client.ExecuteAsync("CREATE TABLE findxme (n INTEGER)", null, default);

        var both = await client.ReadAsync(new CommandGetTables { TableNameFilterPattern = "find_me", TableTypes = { "TABLE", "VIEW" } });
        var one = await client.ReadAsync(new CommandGetTables { TableNameFilterPattern = @"find\_me" });

        Assert.Equal(["find_me", "findxme"], both.Select(row => row[2]));
        Assert.Equal([["postmodern", "main", "find_me", "TABLE"]], one);
        Assert.Empty(await client.ReadAsync(new CommandGetTables { TableNameFilterPattern = "find%", TableTypes = { "SYSTEM TABLE" } }));
    }

    [Fact]
    public async Task A_tables_columns_come_as_a_schema_with_their_sql_types()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE TABLE described (price DECIMAL(9,2), note VARCHAR)", null, default);

        var rows = await client.ReadAsync(new CommandGetTables { TableNameFilterPattern = "described", IncludeSchema = true });
        var schema = SchemaMessage.Decode((byte[])rows[0][4]!);

        Assert.Equal(["price", "note"], schema.Fields.Select(field => field.Name));
        Assert.Equal(new DecimalType(9, 2), schema.Fields[0].Type);
        Assert.Equal("9", schema.Fields[0].Metadata[ColumnMetadata.Precision]);
        Assert.Equal("described", schema.Fields[1].Metadata[ColumnMetadata.TableName]);
        Assert.Equal("VARCHAR", schema.Fields[1].Metadata[ColumnMetadata.TypeName]);
    }

    [Fact]
    public async Task Sql_info_answers_what_is_asked_and_all_when_nothing_is()
    {
        var client = fixture.Connect();

        var one = await client.ReadAsync(new CommandGetSqlInfo { Info = { (uint)SqlInfoId.ServerName, 9_999 } });
        var all = await client.ReadAsync(new CommandGetSqlInfo());

        Assert.Equal([[0u, "PostModern"]], one);
        Assert.Equal(Enum.GetValues<SqlInfoId>().Length, all.Count);
    }

    [Fact]
    public async Task Type_info_can_be_asked_for_one_type()
    {
        var client = fixture.Connect();

        var all = await client.ReadAsync(new CommandGetXdbcTypeInfo());
        var text = await client.ReadAsync(new CommandGetXdbcTypeInfo { DataType = 12 });

        Assert.Equal(["VARCHAR"], text.Select(row => row[0]));
        Assert.Equal(all.Select(row => row[1]).Order(), all.Select(row => row[1]));
    }

    private static void AssertNoForbiddenNulls(Schema schema, List<object?[]> rows)
    {
        for (var column = 0; column < schema.Fields.Count; column++)
        {
            Assert.True(schema.Fields[column].IsNullable || rows.All(row => row[column] is not null), schema.Fields[column].Name);
        }
    }
}
