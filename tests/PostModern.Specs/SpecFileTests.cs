using PostModern.Specs.Hosting;
using PostModern.Specs.Runner;
using PostModern.Testing;

namespace PostModern.Specs;

/// <summary>Every file of sql/spec holds, through the provider, against a real server with an empty warehouse.</summary>
public sealed class SpecFileTests
{
    private static readonly bool Writing = Environment.GetEnvironmentVariable("PM_SPEC_WRITE") == "1";

    public static TheoryData<string> Files => [.. Repository.Files("sql/spec", ".test")];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_spec_holds(string file)
    {
        var lines = await File.ReadAllLinesAsync(Repository.Path(file));
        var records = SpecParser.Parse(file, lines);
        var answers = Writing ? new SpecAnswerBook() : null;
        await using var server = await SpecServer.StartAsync();
        await using var connection = await server.OpenConnectionAsync();

        var runner = new SpecRunner(file, connection, Requirements.Unmet, answers);
        await runner.RunAsync(records, Variables(server), CancellationToken.None);

        if (answers is not null)
        {
            await File.WriteAllLinesAsync(Repository.Path(file), answers.Apply(lines));
        }
    }

    private static SpecVariables Variables(SpecServer server)
    {
        var temp = Directory.CreateDirectory(Path.Combine(server.Temp, "temp")).FullName;
        return new(
        [
            new("TEMP", temp),
            new("BAD", Requirements.HasMedia ? BadMedia.Create(temp) : ""),
            new("ARCHIVES", Requirements.HasMedia ? SampleArchives.Create(temp) : ""),
        ]);
    }
}
