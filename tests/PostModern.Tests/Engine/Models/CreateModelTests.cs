using PostModern.Arrow.Errors;
using PostModern.Models.Registry;

namespace PostModern.Tests.Engine.Models;

/// <summary>Models that users make: who sees them, what is shown of them, and what becomes of their keys.</summary>
public sealed class CreateModelTests : ModelEngine
{
    [Fact]
    public async Task A_model_is_listed_with_where_it_runs_and_what_was_said()
    {
        await CreateChatAsync("temperature 0.2");

        Assert.Equal(
            [$"chat|chat|remote|http://127.0.0.1:{Server.Port}/v1|POSTMODERN_TEST_API_KEY|0.2|ann|True"],
            await RunAsync("SELECT name, task, device, location, options['api_key_env'], options['temperature'], owner, created <= now() FROM pm.models WHERE owner IS NOT NULL"));
    }

    [Fact]
    public async Task Every_server_of_the_warehouse_sees_it_and_its_end()
    {
        await using var other = await OpenAsync();
        await using var elsewhere = other.OpenSession();

        await CreateChatAsync();
        Assert.Equal(["yes"], await elsewhere.RunAsync("SELECT ai_complete('chat', 'Are you there?')"));

        await RunAsync("DROP MODEL chat");
        var error = await Assert.ThrowsAsync<ServerException>(() => elsewhere.RunAsync("SELECT ai_complete('chat', 'Are you still there?')"));
        Assert.Equal(ErrorCode.NotFound, error.Code);
    }

    [Fact]
    public async Task It_is_there_when_the_server_starts_again()
    {
        await CreateChatAsync();

        await using var again = await OpenAsync();
        await using var later = again.OpenSession();

        Assert.Equal(["chat"], await later.RunAsync("SELECT name FROM pm.models WHERE owner = 'ann'"));
    }

    [Fact]
    public async Task A_name_is_taken_once_unless_it_is_replaced()
    {
        await CreateChatAsync();
        Assert.Equal(ErrorCode.AlreadyExists, (await Assert.ThrowsAsync<ServerException>(() => CreateChatAsync())).Code);

        await RunAsync("CREATE MODEL IF NOT EXISTS chat FROM 'https://nowhere.example/v1' OPTIONS (protocol 'openai', model 'x')");
        await RunAsync("CREATE OR REPLACE MODEL Chat FROM 'https://nowhere.example/v1' OPTIONS (protocol 'openai', model 'x')");

        Assert.Equal(["https://nowhere.example/v1"], await RunAsync("SELECT location FROM pm.models WHERE name = 'chat'"));
        await RunAsync("DROP MODEL chat");
        await RunAsync("DROP MODEL IF EXISTS chat");
        Assert.Contains("There is no model 'chat'", (await FailAsync("DROP MODEL chat")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_models_of_the_server_itself_stay()
    {
        Assert.Equal(ErrorCode.AlreadyExists, (await FailAsync("CREATE OR REPLACE MODEL nanodet FROM 'https://nowhere.example/v1' OPTIONS (protocol 'openai', model 'x')")).Code);
        Assert.Equal(ErrorCode.Unsupported, (await FailAsync("DROP MODEL nanodet")).Code);
    }

    [Fact]
    public async Task Its_digest_changes_with_all_that_changes_answers_and_with_nothing_else()
    {
        await CreateChatAsync(name: "a");
        await CreateChatAsync("concurrency 3, max_calls 7, timeout 5", "b");
        await CreateChatAsync("temperature 0.5", "c");

        var digests = await RunAsync("SELECT digest FROM pm.models WHERE name IN ('a', 'b', 'c') ORDER BY name");

        Assert.Equal(digests[0], digests[1]);
        Assert.NotEqual(digests[0], digests[2]);
    }

    [Theory]
    [InlineData("FROM 'ftp://x/y'", "Models don't come from 'ftp://x/y'")]
    [InlineData("FROM 'https://x.example/v1'", "Say how the server is talked to")]
    [InlineData("FROM 'openai://x.example/v1'", "Name the model")]
    [InlineData("FROM 'nowhere.onnx'", "There is no file or folder")]
    [InlineData("FROM 'openai://x.example/v1?model=m' TASK 'detect'", "can't have the task 'detect'")]
    [InlineData("FROM 'openai://x.example/v1?model=m' OPTIONS (colour 'red')", "have no option 'colour'")]
    [InlineData("FROM 'openai://x.example/v1?model=m' OPTIONS (concurrency 0)", "'concurrency' of model 'm' doesn't suit: it is a number between 1 and 1000")]
    [InlineData("FROM 'openai://x.example/v1?model=m' OPTIONS (api_key_env 'PATH')", "ends with _API_KEY")]
    [InlineData("FROM 'openai://x.example/v1?model=m' OPTIONS (api_key_env 'NOT_SET_API_KEY')", "The variable NOT_SET_API_KEY isn't set")]
    [InlineData("FROM 'openai://x.example/v1?model=m' OPTIONS (connection 'none')", "There is no connection 'none'")]
    [InlineData("FROM 'openai://me:pw@x.example/v1?model=m'", "holds no user and no key")]
    [InlineData("FROM 'npm:left pad'", "names no package with its version")]
    [InlineData("'x'", "expected FROM in CREATE MODEL")]
    [InlineData("FROM 'x' TASK", "expected a task in single quotes")]
    [InlineData("FROM 'x' OPTIONS (a 1", "expected ) in OPTIONS")]
    [InlineData("FROM 'x' OPTIONS (default true, default true)", "is given twice")]
    public async Task What_is_wrong_with_a_definition_is_said(string definition, string message)
    {
        var error = await FailAsync($"CREATE MODEL m {definition}");

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotEqual(ErrorCode.Internal, error.Code);
    }

    [Theory]
    [InlineData("OPTIONS (api_key '{0}')")]
    [InlineData("OPTIONS (api_key '{0}' x)")]
    [InlineData("OPTIONS (Token => '{0}')")]
    [InlineData("'{0}'")]
    public async Task A_key_in_SQL_is_refused_and_not_repeated(string options)
    {
        var error = await FailAsync("CREATE MODEL m FROM 'openai://x.example/v1?model=m' " + string.Format(System.Globalization.CultureInfo.InvariantCulture, options, Key));

        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_comes_from_a_connection_and_goes_to_its_address_only()
    {
        await RunAsync($"CREATE CONNECTION here TYPE api OPTIONS (endpoint 'http://127.0.0.1:{Server.Port}', secret '{Key}')");
        await RunAsync($"CREATE MODEL m FROM 'openai://127.0.0.1:{Server.Port}/v1?model=x' OPTIONS (connection 'here')");
        Assert.Equal(["yes"], await RunAsync("SELECT ai_complete('m', 'Hello?')"));
        Assert.Equal("Bearer " + Key, Server.Keys.Last());

        var error = await FailAsync("CREATE MODEL elsewhere FROM 'openai://x.example/v1?model=x' OPTIONS (connection 'here')");

        Assert.Equal(ErrorCode.PermissionDenied, error.Code);
        Assert.Equal(["********"], await RunAsync("SELECT options['secret'] FROM pm.connections"));
    }

    [Fact]
    public async Task A_key_is_nowhere_in_the_clear_whatever_goes_wrong()
    {
        Server.Misbehave = (n, context) => ModelAnswersAsync(n, context);
        await CreateChatAsync("retries 0");
        await RunAsync("CREATE TABLE answers AS SELECT i, ai_complete('chat', 'Question ' || i) AS answer FROM range(6) t(i)");

        Assert.Equal(["3"], await RunAsync("SELECT count(*) FROM pm.errors"));
        foreach (var table in (string[])["pm.models", "pm.errors", "pm.inference_log", "pm.connections", "pm.versions('answers')", "pm.lineage('answers')"])
        {
            Assert.DoesNotContain(await RunAsync($"SELECT t::VARCHAR FROM {table} t"), row => row.Contains(Key, StringComparison.Ordinal));
        }

        foreach (var file in Directory.GetFiles(Warehouse, "*", SearchOption.AllDirectories).Where(file => !file.Contains("inference-2.db", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(Key, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_model_leads_to_no_address_that_only_the_server_can_reach()
    {
        await CreateChatAsync();
        await using var strict = await OpenAsync(allowPrivate: false);
        await using var session = strict.OpenSession();

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("SELECT ai_complete('chat', 'Hello?')"));

        Assert.Equal(ErrorCode.PermissionDenied, error.Code);
        Assert.Contains("--allow-host 127.0.0.1", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, Server.Requests);
    }

    private static Task<bool> ModelAnswersAsync(int number, Microsoft.AspNetCore.Http.HttpContext context) => number % 2 == 0
        ? PostModern.Tests.Models.Remote.ModelAnswers.RefuseAsync(context, 401 + (number / 2 % 3 * 49), text: $"not with {Key}")
        : Task.FromResult(false);

    [Fact]
    public async Task A_model_that_another_server_cannot_load_says_why_there()
    {
        var own = Directory.CreateDirectory(Path.Combine(Folder, "own")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(ModelRegistry.DefaultFolder, "nanodet")))
        {
            File.Copy(file, Path.Combine(own, Path.GetFileName(file)));
        }

        await RunAsync("CREATE MODEL own FROM 'own'");
        Directory.Delete(own, recursive: true);
        await using var other = await OpenAsync();
        await using var session = other.OpenSession();

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("SELECT detect(obj, model => 'own') FROM files('*.jpg')"));

        Assert.Contains("The model 'own' was made with CREATE MODEL and can't be loaded on this server", error.Message, StringComparison.Ordinal);
    }
}
