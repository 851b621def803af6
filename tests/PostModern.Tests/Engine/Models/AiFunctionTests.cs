using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;

namespace PostModern.Tests.Engine.Models;

/// <summary>Functions through chat models in SQL.</summary>
public sealed class AiFunctionTests : ModelEngine
{
    [Fact]
    public async Task Without_a_chat_model_the_statement_says_how_to_make_one()
    {
        var error = await FailAsync("SELECT ai_summarize('long')");

        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains("CREATE MODEL name FROM 'openai://host/v1?model=…'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_models_the_default_or_the_named_one_is_asked()
    {
        await CreateChatAsync(name: "a");
        await CreateChatAsync(name: "b");
        Assert.Contains("Several models can do 'ai_summarize': a, b", (await FailAsync("SELECT ai_summarize('x')")).Message, StringComparison.Ordinal);
        Assert.Equal(["yes"], await RunAsync("SELECT ai_summarize('x', model => 'a')"));

        await CreateChatAsync("default true", "c");

        Assert.Equal(["yes"], await RunAsync("SELECT ai_summarize('y')"));
        Assert.Equal(["c"], await RunAsync("SELECT model FROM pm.inference_log ORDER BY time DESC LIMIT 1"));
    }

    [Fact]
    public async Task A_prompt_is_completed_and_NULL_asks_nothing()
    {
        await CreateChatAsync();
        Server.Chat = body => "You said " + Prompt(body);

        Assert.Equal(["You said hi", "NULL"], await RunAsync("SELECT ai_complete('chat', p) FROM (VALUES ('hi'), (NULL)) t(p)"));
        Assert.Equal(1, Server.Requests);
    }

    [Fact]
    public async Task A_picture_goes_as_a_data_URL_and_a_document_as_its_text()
    {
        await CreateChatAsync();
        await File.WriteAllTextAsync(Path.Combine(Folder, "note.txt"), "the reactor is cold");
        File.Copy(PostModern.Tests.Models.Samples.Photo("zebra.jpg"), Path.Combine(Folder, "zebra.jpg"));

        await RunAsync("SELECT ai_complete('chat', 'What is it?', obj) FROM files('*.*') ORDER BY name");

        Assert.Contains(Server.Bodies, body => body.Contains("data:image/jpeg;base64,/9j/", StringComparison.Ordinal));
        Assert.Contains(Server.Bodies, body => body.Contains("the reactor is cold", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sound_is_a_row_error_that_says_what_to_do()
    {
        await CreateChatAsync();
        await File.WriteAllBytesAsync(Path.Combine(Folder, "a.wav"), [.. "RIFF\u0024\0\0\0WAVEfmt "u8, .. new byte[64]]);

        Assert.Contains("transcribe(obj)", (await FailAsync("SELECT ai_summarize(obj) FROM files('*.wav')")).Message, StringComparison.Ordinal);
        Assert.Equal(0, Server.Requests);
    }

    [Fact]
    public async Task A_filter_keeps_the_rows_that_the_model_says_yes_to()
    {
        await CreateChatAsync();
        Server.Chat = body => Prompt(body).Contains("cold\n</input>", StringComparison.Ordinal) ? "Yes." : "no";

        Assert.Equal(["cold"], await RunAsync("SELECT t FROM (VALUES ('cold'), ('warm'), (NULL)) v(t) WHERE ai_filter('Is it cold?', t)"));
    }

    [Fact]
    public async Task A_filter_that_gets_no_yes_and_no_no_asks_once_more_then_fails_the_row()
    {
        await CreateChatAsync();
        Server.Chat = _ => "Well, it depends";

        Assert.Contains("neither yes nor no, but 'Well, it depends'", (await FailAsync("SELECT ai_filter('Is it?', 'x')")).Message, StringComparison.Ordinal);
        Assert.Equal(2, Server.Requests);
    }

    [Theory]
    [InlineData("STRUCT(name VARCHAR, total DECIMAL(9,2), day DATE, tags VARCHAR[])")]
    [InlineData("name VARCHAR, total DECIMAL(9,2), day DATE, tags VARCHAR[]")]
    public async Task Fields_come_as_a_struct_of_the_schemas_types(string schema)
    {
        await CreateChatAsync();
        Server.Chat = _ => "```json\n{\"name\": \"Ann's\", \"total\": 12.5, \"day\": \"2024-12-31\", \"tags\": [\"a\", null], \"more\": 1}\n```";

        Assert.Equal(
            ["Ann's|25.00|2025-01-01|2"],
            await RunAsync($"SELECT e.name, e.total * 2, (e.day + 1)::VARCHAR, len(e.tags) FROM (SELECT ai_extract('a bill', '{schema}') AS e)"));
        Assert.Contains("\"response_format\":{\"type\":\"json_schema\"", Server.Bodies.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_JSON_schema_serves_as_well_with_options()
    {
        await CreateChatAsync();
        Server.Chat = _ => """{"name": null, "size": {"w": 3}}""";

        Assert.Equal(
            ["NULL|4"],
            await RunAsync(
                """
                SELECT e.name, e.size.w + 1 FROM (SELECT ai_extract('x', '{"type": "object", "properties": {"name": {"type": "string", "description": "the shop"},
                "size": {"type": "object", "properties": {"w": {"type": "integer"}}}}}', temperature => 0, on_error => 'fail') AS e)
                """));
        Assert.Contains("the shop", Server.Bodies.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_beside_the_schema_is_asked_for_once_more_with_the_complaint()
    {
        await CreateChatAsync();
        Server.Chat = body => Prompt(body).Contains("'total' is String, not a number", StringComparison.Ordinal) ? """{"total": 3}""" : """{"total": "three"}""";

        Assert.Equal(["3.0"], await RunAsync("SELECT CAST(e.total AS VARCHAR) FROM (SELECT ai_extract('x', 'total DOUBLE') AS e)"));
        Assert.Equal(2, Server.Requests);
    }

    [Fact]
    public async Task An_answer_that_stays_beside_the_schema_is_a_row_error()
    {
        await CreateChatAsync();
        Server.Chat = body => Prompt(body).Contains("good", StringComparison.Ordinal) ? """{"n": 1}""" : """{"n": 1.5}""";

        Assert.Equal(["1", "NULL"], await RunAsync("SELECT ai_extract(t, 'n INTEGER').n FROM (VALUES ('good'), ('bad')) v(t)"));
        Assert.Equal(["The model's answer doesn't follow the schema, twice: 'n' is 1.5, not a whole number between -2147483648 and 2147483647."], await RunAsync("SELECT message FROM pm.errors"));
    }

    [Theory]
    [InlineData("ai_extract('x', t)", "the schema is a constant text")]
    [InlineData("ai_extract('x', 'name BLOB')", "An answer can't have the type BLOB")]
    [InlineData("ai_extract('x', 'name')", "expected a type, found the end")]
    [InlineData("ai_extract('x', '{\"type\": \"string\"}')", "A schema has named fields")]
    [InlineData("ai_extract('x', '{\"type\": ')", "is no JSON schema")]
    [InlineData("ai_complete(t, 'x')", "the model is a constant text")]
    [InlineData("ai_summarize(t, temperature => 9)", "between 0 and 2")]
    public async Task A_wrong_call_is_refused_before_anything_is_asked(string call, string message)
    {
        await CreateChatAsync();

        Assert.Contains(message, (await FailAsync($"SELECT {call} FROM (VALUES ('x')) v(t)")).Message, StringComparison.Ordinal);
        Assert.Equal(0, Server.Requests);
    }

    [Fact]
    public async Task A_group_is_answered_together()
    {
        await CreateChatAsync();
        Server.Chat = body => string.Join("+", Prompt(body).Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..]));

        Assert.Equal(
            ["1|a+c", "2|b+d", "3|NULL"],
            await RunAsync("SELECT g, ai_agg(t, 'Join them') FROM (VALUES (1, 'c'), (1, 'a'), (1, NULL), (2, 'd'), (2, 'b'), (3, NULL)) v(g, t) GROUP BY g ORDER BY g"));
    }

    [Fact]
    public async Task A_group_larger_than_the_models_context_goes_in_parts()
    {
        await CreateChatAsync("context 256");
        Server.Chat = body => body.Contains("part of the whole", StringComparison.Ordinal) ? "part" : "whole";

        Assert.Equal(["whole"], await RunAsync("SELECT ai_agg(repeat('word ', 20) || i, 'Sum it up', model => 'chat') FROM range(30) r(i)"));
        Assert.True(Server.Requests > 2);
    }

    [Fact]
    public async Task Texts_are_translated_and_tokens_counted()
    {
        await CreateChatAsync();
        Server.Chat = body => Prompt(body).Contains("into this language: German", StringComparison.Ordinal) ? "Guten Tag" : "?";

        Assert.Equal(["Guten Tag|1000"], await RunAsync("SELECT ai_translate('Good day', 'German'), ai_count_tokens('Good day')"));
    }

    [Fact]
    public async Task The_same_question_is_asked_once_and_another_option_is_another_question()
    {
        await CreateChatAsync();

        await RunAsync("SELECT ai_complete('chat', 'same', seed => 1) FROM range(5000)");
        await RunAsync("SELECT ai_complete('chat', 'same', seed => 1)");
        Assert.Equal(1, Server.Requests);

        await RunAsync("SELECT ai_complete('chat', 'same', seed => 2)");
        Assert.Equal(2, Server.Requests);
    }

    [Fact]
    public async Task Texts_are_embedded_many_a_request_with_the_length_that_the_server_has()
    {
        await RunAsync($"CREATE MODEL vectors FROM 'openai://127.0.0.1:{Server.Port}/v1?model=e' TASK 'embed' OPTIONS (concurrency 1)");

        Assert.Equal(["FLOAT[3]|1283"], await RunAsync("SELECT any_value(typeof(e)), sum(e[1])::INTEGER FROM (SELECT embed('text' || i, model => 'vectors') AS e FROM range(199) r(i))"));
        Assert.InRange(Server.Requests, 2, 100);
    }

    private static string Prompt(string body)
    {
        var content = JsonNode.Parse(body)!["messages"]!.AsArray().Last(message => message!["role"]!.GetValue<string>() == "user")!["content"]!;
        return content is JsonArray parts ? parts[0]!["text"]!.GetValue<string>() : content.GetValue<string>();
    }
}
