using System.Reflection;
using System.Text.RegularExpressions;
using Google.Protobuf;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using PostModern.Testing;

namespace PostModern.Tests.Server;

/// <summary>docs/flight-sql.md, held against the protocol, the server and the tests.</summary>
public partial class SupportMatrixTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly string Page = File.ReadAllText(Repository.Path("docs", "flight-sql.md"));

    private static readonly Dictionary<string, (bool IsAnswered, string Test)> Matrix = Row().Matches(Page).ToDictionary(
        row => row.Groups["name"].Value, row => (row.Groups["status"].Value == "yes", row.Groups["test"].Value));

    public static TheoryData<string> Commands => [.. CommandNames];

    private static IEnumerable<string> CommandNames =>
        FlightSqlReflection.Descriptor.MessageTypes.Select(m => m.Name).Where(n => n.StartsWith("Command", StringComparison.Ordinal));

    [Fact]
    public void Every_call_command_and_action_of_the_protocol_stands_in_it()
    {
        var names = Constants(typeof(FlightMethods)).Where(m => m != FlightMethods.Service).Select(m => m[FlightMethods.Service.Length..])
            .Concat(CommandNames)
            .Concat(Constants(typeof(ActionTypes)));

        Assert.Equal(names.Order(), Matrix.Keys.Order());
    }

    [Fact]
    public void Every_test_that_it_names_exists()
    {
        var sources = Directory.EnumerateFiles(Repository.Path("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(Path.GetFileNameWithoutExtension, File.ReadAllText);

        Assert.All(
            Matrix.Values.Select(row => row.Test.Split('.')),
            test => Assert.Contains(sources[test[0]], source => source.Contains($" {test[1]}(", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_is_answered_exactly_where_the_page_says_so(string name)
    {
        var message = (IMessage)Activator.CreateInstance(FlightSqlReflection.Descriptor.MessageTypes.Single(m => m.Name == name).ClrType)!;
        var client = fixture.Connect();

        // Empty commands are mistakes; what matters is whether anybody answers, in one of the two calls that take commands.
        var statuses = new[]
        {
            await StatusAsync(() => client.Flight.GetFlightInfoAsync(message, null, default)),
            await StatusAsync(() => client.UpdateAsync(message, null, null, default)),
        };

        Assert.Equal(Matrix[name].IsAnswered, statuses.Any(status => status != GrpcStatusCode.Unimplemented));
    }

    [Fact]
    public async Task What_the_page_says_of_actions_is_what_the_server_lists()
    {
        var client = fixture.Connect();
        var listed = new List<string>();
        await using var response = await client.Flight.Channel.ServerStreamingAsync(FlightMethods.ListActions, new Empty(), null, default);
        while (await response.ReadAsync(ActionType.Parser, default) is { } action)
        {
            listed.Add(action.Type);
        }

        Assert.Equal(Constants(typeof(ActionTypes)).Where(name => Matrix[name].IsAnswered).Order(), listed.Order());
    }

    [Fact]
    public async Task No_flights_are_listed_since_results_exist_only_for_a_command()
    {
        await using var response = await fixture.Connect().Flight.Channel.ServerStreamingAsync(FlightMethods.ListFlights, new Criteria(), null, default);

        Assert.Null(await response.ReadAsync(FlightInfo.Parser, default));
    }

    [Fact]
    public async Task A_call_that_the_page_denies_is_unimplemented()
    {
        var denied = Constants(typeof(FlightMethods)).Where(m => Matrix.TryGetValue(m[FlightMethods.Service.Length..], out var row) && !row.IsAnswered);
        foreach (var method in denied)
        {
            Assert.Equal(
                GrpcStatusCode.Unimplemented,
                await StatusAsync(() => fixture.Connect().Flight.Channel.UnaryAsync(method, new Empty(), Empty.Parser, null, default)));
        }
    }

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);

    private static async Task<GrpcStatusCode> StatusAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return GrpcStatusCode.Ok;
        }
        catch (RpcException e)
        {
            return e.Status;
        }
    }

    [GeneratedRegex(@"^\| (?<name>\w+) \| (?<status>yes|no) \| `(?<test>\w+\.\w+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
