using PostModern.Lake.Delta;

namespace PostModern.Tests.Lake.Delta;

public sealed class LogFileNameTests
{
    [Theory]
    [InlineData("00000000000000000042.json", 42, LogFileKind.Commit, 1, 1)]
    [InlineData("00000000000000000042.crc", 42, LogFileKind.Checksum, 1, 1)]
    [InlineData("00000000000000000004.00000000000000000006.compacted.json", 6, LogFileKind.Compacted, 1, 1)]
    [InlineData("00000000000000000010.checkpoint.parquet", 10, LogFileKind.Checkpoint, 1, 1)]
    [InlineData("00000000000000000010.checkpoint.0000000002.0000000003.parquet", 10, LogFileKind.Checkpoint, 2, 3)]
    [InlineData("00000000000000000010.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json", 10, LogFileKind.Checkpoint, 1, 1)]
    [InlineData("00000000000000000010.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.parquet", 10, LogFileKind.Checkpoint, 1, 1)]
    public void A_name_says_the_version_and_what_it_is(string name, long version, object kind, int part, int parts) =>
        Assert.Equal(new LogFileName(version, (LogFileKind)kind, part, parts), LogFileName.TryParse(name));

    [Theory]
    [InlineData("_last_checkpoint")]
    [InlineData(".tmp-0123")]
    [InlineData("42.json")]
    [InlineData("-0000000000000000042.json")]
    [InlineData("00000000000000000042.json.tmp")]
    [InlineData("00000000000000000042.checkpoint.json")]
    [InlineData("00000000000000000042.checkpoint.0000000000.0000000003.parquet")]
    [InlineData("00000000000000000042.checkpoint.0000000004.0000000003.parquet")]
    [InlineData("00000000000000000042.3a0d65cd-4056-49b8-937b-95f9e3ee90e5.json")]
    [InlineData("99999999999999999999.json")]
    public void Any_other_name_is_none_of_the_logs(string name) => Assert.Null(LogFileName.TryParse(name));
}
