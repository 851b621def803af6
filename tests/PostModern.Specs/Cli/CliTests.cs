using System.Text.RegularExpressions;
using PostModern.Testing;

namespace PostModern.Specs.Cli;

public sealed class CliTests : IDisposable
{
    private readonly DirectoryInfo _warehouse = Directory.CreateTempSubdirectory("postmodern-cli-");

    public void Dispose() => _warehouse.Delete(recursive: true);

    [Fact]
    public async Task The_demo_describes_pictures_travels_in_time_and_ends_without_a_model_call()
    {
        var demo = await CliProcess.RunAsync(null, "demo");
        Assert.Equal((0, ""), (demo.ExitCode, demo.Error));
        Assert.Matches(@"zebra\.jpg +│ \d+ +│ three zebras", demo.Output);
        Assert.Contains("KEEP UPRIGHT", demo.Output);
        Assert.Equal(["11", "13", "11"], Regex.Matches(demo.Output, @"pictures │ labels .*\n.*\n│ (\d+)").Select(m => m.Groups[1].Value));
        Assert.Matches(@"The same statement: [\d,]+ ms with 12 model calls, now [\d,]+ ms with 0\.", demo.Output);
    }

    [SlowFact]
    public async Task A_demo_that_is_kept_says_how_to_connect_and_can_be_asked()
    {
        using var demo = CliProcess.Start("demo", "--keep");
        try
        {
            Match address;
            do
            {
                var line = await demo.StandardOutput.ReadLineAsync();
                Assert.NotNull(line);
                address = Regex.Match(line, @"postmodern sql --connect (127\.0\.0\.1:\d+) ");
            }
            while (!address.Success);

            var run = await CliProcess.RunAsync(null, "sql", "SELECT count(*) FROM catalog@v1", "--connect", address.Groups[1].Value);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.Contains("│ 11 ", run.Output);
            Assert.Equal(0, await CliProcess.StopAsync(demo));
        }
        finally
        {
            demo.Kill();
        }
    }

    [Fact]
    public async Task Statements_come_as_an_argument_or_through_a_pipe_and_find_what_earlier_ones_kept()
    {
        var created = await CliProcess.RunAsync(null, "sql", "CREATE TABLE t AS SELECT 41 AS n; INSERT INTO t VALUES (42)", "--warehouse", _warehouse.FullName);
        Assert.Equal((0, ""), (created.ExitCode, created.Error));
        var read = await CliProcess.RunAsync("SELECT max(n) FROM t; -- the end;\nSELECT max(n) FROM t AS OF VERSION 1", "sql", "--warehouse", _warehouse.FullName);
        Assert.Equal((0, ""), (read.ExitCode, read.Error));
        Assert.Matches(@"(?s)│ 42 +│.*│ 41 +│", read.Output);
    }

    [Theory]
    [InlineData("SELEC 1", "Error: syntax error at or near \"SELEC\"")]
    [InlineData("FROM files('no/such/folder/*')", "Error: There is no file or folder '.*/no/such/folder/'\\.")]
    [InlineData("SELECT 'open", "Error: The string that starts at character 8 \\(line 1\\) has no end\\.")]
    public async Task A_mistake_is_one_sentence_and_an_exit_code(string sql, string sentence)
    {
        var run = await CliProcess.RunAsync(null, "sql", sql, "--warehouse", _warehouse.FullName);
        Assert.Equal(1, run.ExitCode);
        Assert.Matches($"^{sentence}\\s*$", run.Error);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var run = await CliProcess.RunAsync(null, "sql", "SELECT 1", "--connect", "127.0.0.1:1");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Error: Can't connect to http://127.0.0.1:1/", run.Error);
    }

    [Fact]
    public async Task A_server_serves_other_processes_until_it_is_told_to_stop()
    {
        using var server = CliProcess.Start("serve", "--port", "0", "--warehouse", _warehouse.FullName);
        try
        {
            var greeting = await server.StandardOutput.ReadLineAsync();
            var port = Regex.Match(greeting!, @"http://127\.0\.0\.1:(\d+)/").Groups[1].Value;
            var run = await CliProcess.RunAsync(null, "sql", "SELECT 6 * 7 AS answer", "--connect", $"127.0.0.1:{port}");
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.Contains("│ 42 ", run.Output);
            Assert.Equal(0, await CliProcess.StopAsync(server));
        }
        finally
        {
            server.Kill();
        }
    }

    [SlowFact]
    public async Task The_models_are_measured_on_a_device()
    {
        var run = await CliProcess.RunAsync(null, "bench", "cpu", "--seconds", "0.1");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"│ detect\(obj\) +│ nanodet +│ cpu +│ +[1-9][\d.,]* +│ +[1-9][\d.,]* +│", run.Output);
        Assert.Matches(@"│ embed\(text\) +│", run.Output);
    }

    [Fact]
    public async Task A_device_that_is_not_there_cannot_be_measured()
    {
        var run = await CliProcess.RunAsync(null, "bench", "cuda:99");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Error: There is no device 'cuda:99'. There are: cpu", run.Error);
    }
}
