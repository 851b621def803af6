using PostModern.Lake.Delta;

namespace PostModern.Tests.Lake.Delta;

/// <summary>What a table keeps of itself when it takes the definition of another version or table.</summary>
public sealed class TableDefinitionTests
{
    [Fact]
    public void The_table_stays_itself()
    {
        var mine = new TableMetadata("mine", "{}") { Name = "a", CreatedTime = 1 };
        var other = new TableMetadata("other", "{\"other\":1}") { Name = "b", CreatedTime = 2, Description = "d", PartitionColumns = ["p"] };

        var adopted = TableDefinition.Adopt(mine, other);

        Assert.Equal(("mine", "a", 1L), (adopted.Id, adopted.Name, adopted.CreatedTime));
        Assert.Equal(("{\"other\":1}", "d"), (adopted.SchemaString, adopted.Description));
        Assert.Equal(["p"], adopted.PartitionColumns);
    }

    [Fact]
    public void A_columns_id_is_never_given_again()
    {
        var adopted = TableDefinition.Adopt(With(("delta.columnMapping.maxColumnId", "9")), With(("delta.columnMapping.maxColumnId", "4"), ("k", "v")));

        Assert.Equal("9", adopted.Configuration["delta.columnMapping.maxColumnId"]);
        Assert.Equal("v", adopted.Configuration["k"]);
    }

    [Fact]
    public void What_is_true_of_the_log_stays_with_the_log()
    {
        (string, string)[] log = [("delta.enableInCommitTimestamps", "true"), ("delta.inCommitTimestampEnablementVersion", "7")];

        Assert.Equal("7", TableDefinition.Adopt(With(log), With()).Configuration["delta.inCommitTimestampEnablementVersion"]);
        Assert.Empty(TableDefinition.Adopt(With(), With(log)).Configuration);
        Assert.Equal(["delta.enableInCommitTimestamps"], TableDefinition.ForNew(With(log)).Configuration.Keys);
    }

    [Fact]
    public void A_protocol_never_loses_features()
    {
        var legacy = new Protocol(1, 2);
        var naive = new Protocol(3, 7, ["timestampNtz"], ["timestampNtz", "appendOnly", "invariants"]);

        Assert.Equal(naive, TableFeatures.Union(naive, legacy));
        Assert.Equal(legacy, TableFeatures.Union(legacy, new Protocol(1, 1)));
        var both = TableFeatures.Union(legacy, naive);
        Assert.Equal((3, 7), (both.MinReaderVersion, both.MinWriterVersion));
        Assert.Equal(["appendOnly", "invariants", "timestampNtz"], both.WriterFeatures!.Order());
    }

    private static TableMetadata With(params (string Key, string Value)[] configuration) =>
        new("id", "{}") { Configuration = configuration.ToDictionary(p => p.Key, p => p.Value) };
}
