using System.Text;
using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;
using PostModern.Lake.Delta;

namespace PostModern.Tests.Lake.Delta;

/// <summary>The log's text, letter by letter: other engines read it.</summary>
public sealed class ActionJsonTests
{
    public static TheoryData<DeltaAction, string> Golden => new()
    {
        { new Protocol(1, 2), """{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}""" },
        {
            new Protocol(3, 7, ["timestampNtz"], ["timestampNtz"]),
            """{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["timestampNtz"],"writerFeatures":["timestampNtz"]}}"""
        },
        {
            new TableMetadata("f6b6", """{"type":"struct","fields":[]}""")
            {
                Name = "Größe",
                PartitionColumns = ["day"],
                Configuration = new Dictionary<string, string> { ["delta.appendOnly"] = "true" },
                CreatedTime = 1700000000000,
            },
            """
            {"metaData":{"id":"f6b6","name":"Größe","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[]}","partitionColumns":["day"],"configuration":{"delta.appendOnly":"true"},"createdTime":1700000000000}}
            """
        },
        {
            new AddFile("day=2024-01-01/a b%#ü.parquet", 700, 1700000000100)
            {
                PartitionValues = new Dictionary<string, string?> { ["day"] = "2024-01-01", ["kind"] = null },
                Stats = """{"numRecords":2}""",
            },
            """
            {"add":{"path":"day=2024-01-01/a%20b%25%23%C3%BC.parquet","partitionValues":{"day":"2024-01-01","kind":null},"size":700,"modificationTime":1700000000100,"dataChange":true,"stats":"{\"numRecords\":2}"}}
            """
        },
        {
            new AddFile("s3://bucket/x%20y.parquet", 1, 2) { DataChange = false },
            """{"add":{"path":"s3://bucket/x%20y.parquet","partitionValues":{},"size":1,"modificationTime":2,"dataChange":false}}"""
        },
        {
            new RemoveFile("a.parquet", 1700000000300) { Size = 700 },
            """
            {"remove":{"path":"a.parquet","deletionTimestamp":1700000000300,"dataChange":true,"extendedFileMetadata":true,"partitionValues":{},"size":700}}
            """
        },
        {
            new RemoveFile("a.parquet", null),
            """{"remove":{"path":"a.parquet","dataChange":true,"extendedFileMetadata":false}}"""
        },
        {
            new SetTransaction("stream-1", 4389, 1700000000400),
            """{"txn":{"appId":"stream-1","version":4389,"lastUpdated":1700000000400}}"""
        },
        {
            new DomainMetadata("delta.clustering", """{"on":"id"}"""),
            """{"domainMetadata":{"domain":"delta.clustering","configuration":"{\"on\":\"id\"}","removed":false}}"""
        },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void An_action_is_written_so_and_read_back_the_same(DeltaAction action, string json)
    {
        var written = Encoding.UTF8.GetString(ActionWriter.Write([action]));
        Assert.Equal(json.Trim() + "\n", written);

        // Dictionaries compare by identity, so the second writing stands for the value.
        var read = Assert.Single(ActionReader.Read(Encoding.UTF8.GetBytes(written), "test"));
        Assert.IsType(action.GetType(), read);
        Assert.Equal(written, Encoding.UTF8.GetString(ActionWriter.Write([read])));
    }

    [Fact]
    public void Commit_information_is_written_so_and_read_back_the_same()
    {
        var info = new CommitInfo(1700000000200, "WRITE")
        {
            OperationParameters = new Dictionary<string, string> { ["mode"] = "Append" },
            OperationMetrics = new Dictionary<string, string> { ["numFiles"] = "1" },
            UserName = "ada",
            EngineInfo = "PostModern/0.1.0",
            ReadVersion = 1,
            InCommitTimestamp = 1700000000201,
            IsBlindAppend = true,
            TransactionId = "c0",
            Recipe = new JsonObject { ["sql"] = "SELECT '<ü>'" },
        };

        var written = Encoding.UTF8.GetString(ActionWriter.Write([info]));
        Assert.Equal(
            """
            {"commitInfo":{"inCommitTimestamp":1700000000201,"timestamp":1700000000200,"operation":"WRITE","operationParameters":{"mode":"Append"},"operationMetrics":{"numFiles":"1"},"userName":"ada","engineInfo":"PostModern/0.1.0","readVersion":1,"isBlindAppend":true,"txnId":"c0","postmodern":{"sql":"SELECT '<ü>'"}}}

            """,
            written);
        var read = Assert.Single(ActionReader.Read(Encoding.UTF8.GetBytes(written), "test"));
        Assert.Equal(written, Encoding.UTF8.GetString(ActionWriter.Write([read])));
    }

    [Fact]
    public void Another_engines_commit_is_read_and_what_we_do_not_know_is_passed_over()
    {
        var actions = ActionReader.Read(Encoding.UTF8.GetBytes(ForeignLogs.SparkTable), "test");

        Assert.Equal([typeof(Protocol), typeof(TableMetadata), typeof(AddFile), typeof(CommitInfo)], actions.Select(a => a.GetType()));
        var add = Assert.IsType<AddFile>(actions[2]);
        Assert.Equal("day=2024-01-01/part-00000 a.snappy.parquet", add.Path);
        Assert.Equal("2024-01-01", add.PartitionValues["day"]);
        Assert.Equal(2, add.ReadStatistics()!.Rows);
        Assert.Equal(["id", "s"], add.ReadStatistics()!.Columns.Keys);
        Assert.Equal(2, add.ReadStatistics()!.Columns["id"].Max!.GetValue<long>());
        Assert.Equal("""["day"]""", Assert.IsType<CommitInfo>(actions[3]).OperationParameters["partitionBy"]);
    }

    [Theory]
    [InlineData("{\"add\":{\"path\":\"a\"}}")]
    [InlineData("{\"add\":")]
    [InlineData("[1]")]
    [InlineData("{\"protocol\":{\"minReaderVersion\":\"three\",\"minWriterVersion\":2}}")]
    public void A_broken_line_is_an_error_that_says_where(string line)
    {
        var text = """{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}""" + "\n" + line;
        var error = Assert.Throws<ServerException>(() => ActionReader.Read(Encoding.UTF8.GetBytes(text), "00.json"));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.StartsWith("Line 2 of '00.json' is no Delta action", error.Message, StringComparison.Ordinal);
    }
}
