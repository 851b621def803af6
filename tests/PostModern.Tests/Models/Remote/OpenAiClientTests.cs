using Microsoft.AspNetCore.Http;
using PostModern.Arrow.Errors;
using PostModern.Models.Inference;
using PostModern.Models.Remote;
using PostModern.Models.Remote.OpenAi;
using PostModern.Models.Tasks.Speech;

namespace PostModern.Tests.Models.Remote;

/// <summary>Requests to a server that speaks as OpenAI's does, and what becomes of its failures.</summary>
public sealed class OpenAiClientTests : IAsyncLifetime
{
    private ModelServer _server = null!;

    public async Task InitializeAsync() => _server = await ModelServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_question_goes_with_its_options_picture_and_key()
    {
        var answer = await AskAsync(new ChatQuestion("What is it?") { System = "Be short.", Picture = [1, 2, 3], Temperature = 0.5, MaxTokens = 7, Seed = 3 });

        Assert.Equal("yes", answer.Text);
        Assert.Equal(new TokenUse(1000, 100), answer.Used);
        Assert.Equal(
            """{"model":"gpt-test","messages":[{"role":"system","content":"Be short."},{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,AQID"}}]}],"temperature":0.5,"max_tokens":7,"seed":3}""",
            Assert.Single(_server.Bodies));
        Assert.Equal("Bearer " + RemoteServices.Key, Assert.Single(_server.Keys));
    }

    [Fact]
    public async Task Vectors_come_in_the_order_of_the_texts_whatever_the_servers_order()
    {
        using var service = RemoteServices.OpenAi(_server);

        var vectors = await new OpenAiClient(service).EmbedAsync(["a", "bbb"], null, null, CancellationToken.None);

        Assert.Equal([[1f, 0.5f, -1f], [3f, 0.5f, -1f]], vectors);
    }

    [Fact]
    public async Task Speech_goes_as_a_file()
    {
        using var service = RemoteServices.OpenAi(_server);

        var answer = await new OpenAiClient(service).WriteDownAsync(new SpeechQuestion(new byte[] { 82, 73 }, "a.wav", new TranscriptOptions()), null, CancellationToken.None);

        Assert.Equal("ask not", answer.Text);
        Assert.Empty(answer.Segments);
        Assert.Contains("filename=a.wav", Assert.Single(_server.Bodies), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Speech_goes_with_its_language_and_comes_with_its_times()
    {
        using var service = RemoteServices.OpenAi(_server);
        var question = new SpeechQuestion(new byte[] { 82, 73 }, "a.wav", new TranscriptOptions("DE")) { WithTimes = true };

        var answer = await new OpenAiClient(service).WriteDownAsync(question, null, CancellationToken.None);

        Assert.Equal([new TranscriptSegment(0.5, 1.25, "ask"), new TranscriptSegment(1.25, 2, "not")], answer.Segments);
        var fields = Assert.Single(_server.Bodies).ReplaceLineEndings("\n");
        Assert.Contains("name=language\n\nde\n", fields, StringComparison.Ordinal);
        Assert.Contains("name=response_format\n\nverbose_json\n", fields, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_knows_no_times_is_a_clear_failure()
    {
        using var service = RemoteServices.OpenAi(_server);
        var question = new SpeechQuestion(new byte[] { 82, 73 }, "a.wav", new TranscriptOptions(IsTranslated: true)) { WithTimes = true };

        var error = await Assert.ThrowsAsync<ServerException>(() => new OpenAiClient(service).WriteDownAsync(question, null, CancellationToken.None));

        Assert.Contains("are no transcription with times", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_busy_server_is_asked_again(int status)
    {
        _server.Misbehave = (n, context) => n < 3 ? ModelAnswers.RefuseAsync(context, status, "0") : Task.FromResult(false);

        Assert.Equal("yes", (await AskAsync()).Text);
        Assert.Equal(3, _server.Requests);
    }

    [Fact]
    public async Task A_closed_connection_is_made_again()
    {
        _server.Misbehave = (n, context) => n < 2 ? AbortAsync(context) : Task.FromResult(false);

        Assert.Equal("yes", (await AskAsync()).Text);
    }

    [Fact]
    public async Task A_server_that_stays_broken_is_given_up_with_its_own_words()
    {
        _server.Misbehave = (_, context) => ModelAnswers.RefuseAsync(context, 500, text: "out of coal");

        var error = await Assert.ThrowsAsync<ServerException>(() => AskAsync());

        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.Equal("The server of model 'm' answers 500: out of coal So it did 5 times.", error.Message);
    }

    [Fact]
    public async Task A_wrong_request_is_not_made_again()
    {
        _server.Misbehave = (_, context) => ModelAnswers.RefuseAsync(context, 400, text: "no such option");

        var error = await Assert.ThrowsAsync<ServerException>(() => AskAsync());

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task Nobody_waits_an_hour_for_a_quota()
    {
        _server.Misbehave = (_, context) => ModelAnswers.RefuseAsync(context, 429, "3600");

        var error = await Assert.ThrowsAsync<ServerException>(() => AskAsync());

        Assert.Contains("It asks to come back in 3600 seconds.", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, _server.Requests);
    }

    [Theory]
    [InlineData("""{"choices":[{"mess""")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":[{"message":{"content":null}}]}""")]
    [InlineData("""["yes"]""")]
    [InlineData("""<html>welcome</html>""")]
    [InlineData("")]
    public async Task An_answer_that_is_none_is_an_error(string answer)
    {
        _server.Misbehave = (_, context) => ModelAnswers.RefuseAsync(context, 200, text: answer);

        var error = await Assert.ThrowsAsync<ServerException>(() => AskAsync());

        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.Contains($"answered with {answer.Length} bytes that are no chat completion", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_asked_for_again()
    {
        _server.Misbehave = async (n, context) =>
        {
            if (n > 1)
            {
                return false;
            }

            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("""{"choices":[""");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };

        Assert.Equal("yes", (await AskAsync()).Text);
    }

    [Fact]
    public async Task A_wrong_number_of_vectors_is_an_error()
    {
        using var service = RemoteServices.OpenAi(_server);
        _server.Misbehave = (_, context) => ModelAnswers.RefuseAsync(context, 200, text: """{"data":[{"index":0,"embedding":[1]}]}""");

        var error = await Assert.ThrowsAsync<ServerException>(() => new OpenAiClient(service).EmbedAsync(["a", "b"], null, null, CancellationToken.None));

        Assert.Equal("The server of model 'm' answered 2 texts with 1 embeddings.", error.Message);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_left()
    {
        _server.Misbehave = NeverAsync;

        var error = await Assert.ThrowsAsync<ServerException>(() => AskAsync(limits: RemoteServices.Limits with { Timeout = TimeSpan.FromMilliseconds(200) }));

        Assert.Equal(ErrorCode.Timeout, error.Code);
        Assert.Equal(1, _server.Requests);
        await _server.Aborted.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_cancelled_question_lets_go_of_the_server()
    {
        _server.Misbehave = NeverAsync;
        using var cancel = new CancellationTokenSource();
        using var service = RemoteServices.OpenAi(_server);
        var asking = new OpenAiClient(service).ChatAsync(new ChatQuestion("?"), null, cancel.Token);
        await WaitForRequestsAsync(1);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await _server.Aborted.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(400)]
    [InlineData(500)]
    public async Task A_servers_answer_never_tells_the_key(int status)
    {
        _server.Misbehave = (_, context) => ModelAnswers.RefuseAsync(context, status, text: $"Incorrect API key provided: {RemoteServices.Key}.");

        var error = await Assert.ThrowsAsync<ServerException>(() => AskAsync());

        Assert.Equal(status is 401 or 403 ? ErrorCode.PermissionDenied : status == 400 ? ErrorCode.InvalidInput : ErrorCode.Unavailable, error.Code);
        Assert.DoesNotContain(RemoteServices.Key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_does_not_follow_to_another_host()
    {
        await using var other = await ModelServer.StartAsync();
        _server.Misbehave = (_, context) =>
        {
            context.Response.Redirect($"http://127.0.0.1:{other.Port}/v1/chat/completions", permanent: false, preserveMethod: true);
            return Task.FromResult(true);
        };

        await Assert.ThrowsAsync<ServerException>(() => AskAsync());

        Assert.Equal(0, other.Requests);
    }

    [Fact]
    public async Task No_more_requests_run_at_once_than_the_limit_says()
    {
        using var service = RemoteServices.OpenAi(_server, RemoteServices.Limits with { Concurrency = 3 });
        var client = new OpenAiClient(service);
        var gathered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Misbehave = async (n, _) =>
        {
            // The first three wait for each other, so that they do run at once.
            if (n == 3)
            {
                gathered.SetResult();
            }

            await gathered.Task;
            return false;
        };

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => client.ChatAsync(new ChatQuestion("?"), null, CancellationToken.None)));

        Assert.Equal(3, _server.MostAtOnce);
    }

    private async Task<ChatAnswer> AskAsync(ChatQuestion? question = null, RemoteLimits? limits = null)
    {
        using var service = RemoteServices.OpenAi(_server, limits);
        return await new OpenAiClient(service).ChatAsync(question ?? new ChatQuestion("?"), null, CancellationToken.None);
    }

    private async Task WaitForRequestsAsync(int count)
    {
        while (_server.Requests < count)
        {
            await Task.Delay(5);
        }
    }

    private static async Task<bool> NeverAsync(int number, HttpContext context)
    {
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
        return true;
    }

    private static Task<bool> AbortAsync(HttpContext context)
    {
        context.Abort();
        return Task.FromResult(true);
    }
}
