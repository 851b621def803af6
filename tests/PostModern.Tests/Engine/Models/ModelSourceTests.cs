using PostModern.Arrow.Errors;
using PostModern.Testing;
using PostModern.Tests.Models.Hub;
using PostModern.Tests.Models.Media;
using PostModern.Tests.Models.Transformers;

namespace PostModern.Tests.Engine.Models;

/// <summary>CREATE MODEL from each place that models come from, and a statement that uses it.</summary>
public sealed class ModelSourceTests : ModelEngine
{
    [Fact]
    public async Task A_repository_of_a_hub()
    {
        await using var hub = await HubServer.StartAsync(TinyModels.Folder("sentence"), largeBytes: 0);
        await EnvironmentVariable.WithAsync("HF_ENDPOINT", hub.Endpoint.AbsoluteUri, () => RunAsync("CREATE MODEL tiny FROM 'hf://org/tiny'"));

        Assert.Equal(
            ["embed|16"], await RunAsync("SELECT task, len(embed('two dogs', model => 'tiny')) FROM pm.models WHERE name = 'tiny'"));
        Assert.Contains(HubServer.Commit, Assert.Single(await RunAsync("SELECT location FROM pm.models WHERE name = 'tiny'")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_labels_tokens_finds_what_texts_mention()
    {
        Assert.Contains("postmodern models pull", (await FailAsync("SELECT entities('two dogs')")).Message, StringComparison.Ordinal);

        await using var hub = await HubServer.StartAsync(TinyModels.Folder("token-classes"), largeBytes: 0);
        await EnvironmentVariable.WithAsync("HF_ENDPOINT", hub.Endpoint.AbsoluteUri, () => RunAsync("CREATE MODEL names FROM 'hf://org/tiny'"));

        Assert.Equal(
            ["THING|Two|1|True"],
            await RunAsync("SELECT e.label, e.text, e.position, e.score BETWEEN 0.3 AND 1 FROM (SELECT unnest(entities(t)) AS e FROM (VALUES ('Two dogs'), (NULL), ('')) v(t))"));
        Assert.Equal(
            ["True"], await RunAsync("SELECT bool_and(substring(t, e.position, len(e.text)) = e.text) FROM (SELECT '😀 a red bird  flies NEAR the tree' AS t, unnest(entities(t)) AS e)"));
        Assert.Equal(["names"], await RunAsync("SELECT name FROM pm.models WHERE task = 'entities'"));
    }

    [Fact]
    public async Task A_model_of_several_languages_is_told_which_one_is_spoken()
    {
        File.Copy(Repository.Path("samples", "media", "speech", "kennedy.wav"), Path.Combine(Folder, "call.wav"));
        await using var hub = await HubServer.StartAsync(TinyModels.Folder("whisper"), largeBytes: 0);
        await EnvironmentVariable.WithAsync("HF_ENDPOINT", hub.Endpoint.AbsoluteUri, () => RunAsync("CREATE MODEL ears FROM 'hf://org/tiny'"));

        Assert.Equal(
            ["True|True|True"],
            await RunAsync(
                """
                SELECT len(transcribe(obj, model => 'ears')) > 0, len(transcribe(obj, model => 'ears', language => 'de')) > 0,
                    len(transcribe_segments(obj, model => 'ears', language => 'DE', task => 'translate')) > 0
                FROM files('*.wav')
                """));
        Assert.Equal(["3"], await RunAsync("SELECT sum(model_calls) FROM pm.inference_log WHERE model = 'ears'"));
        Assert.Contains(
            "It knows: de, en.", (await FailAsync("SELECT transcribe(obj, model => 'ears', language => 'fr') FROM files('*.wav')")).Message, StringComparison.Ordinal);
        Assert.Contains("task => 'sing'", (await FailAsync("SELECT transcribe(obj, model => 'ears', task => 'sing') FROM files('*.wav')")).Message, StringComparison.Ordinal);
        Assert.Contains("has no option 'language'", (await FailAsync("SELECT transcribe(obj, language => 'de') FROM files('*.wav')")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_of_npm_is_fetched_once_and_checked()
    {
        var files = new Dictionary<string, byte[]> { ["networks/sum.onnx"] = PredictTests.Sum([-1, 2]) };
        await using var registry = await PackageServer.StartAsync(files);
        await EnvironmentVariable.WithAsync("npm_config_registry", registry.Address, () => EnvironmentVariable.WithAsync("npm_config_cache", Path.Combine(Folder, "npm-cache"), async () =>
        {
            await RunAsync("CREATE MODEL one FROM 'npm:tiny-model@1.2.3' OPTIONS (file 'networks/sum.onnx')");
            await RunAsync("CREATE MODEL two FROM 'npm:tiny-model@1.2.3' OPTIONS (file 'networks/sum.onnx')");

            Assert.Contains("npm can't get 'tiny-model@9.9.9'", (await FailAsync("CREATE MODEL m FROM 'npm:tiny-model@9.9.9'")).Message, StringComparison.Ordinal);
            var outside = await FailAsync("CREATE MODEL m FROM 'npm:tiny-model@1.2.3' OPTIONS (file '../../warehouse')");
            Assert.NotEqual(ErrorCode.Internal, outside.Code);
        }));

        Assert.Equal(["[4.0, 6.0]|[4.0, 6.0]"], await RunAsync("SELECT predict('one', [1, 2], [3, 4])::VARCHAR, predict('two', [1, 2], [3, 4])::VARCHAR"));
        Assert.Equal(1, registry.Downloads);
        Assert.True(Directory.Exists(Path.Combine(Folder, "cache", "models", "npm", "tiny-model@1.2.3")));
    }

    [Fact]
    public async Task A_service_that_writes_down_what_is_said()
    {
        TestMedia.Sound(Path.Combine(Folder, "call.wav"), 0.5, 0.2, 0.5);
        await RunAsync($"CREATE MODEL ears FROM 'openai://127.0.0.1:{Server.Port}/v1?model=whisper-1' TASK 'transcribe' OPTIONS (api_key_env 'POSTMODERN_TEST_API_KEY')");

        Assert.Equal(["call.wav|ask not"], await RunAsync("SELECT name, transcribe(obj, model => 'ears') FROM files('*.wav')"));
        Assert.Contains("whisper-1", Assert.Single(Server.Bodies), StringComparison.Ordinal);
        Assert.Equal(
            ["ask not|translated|2|0.5"],
            await RunAsync("""
                SELECT transcribe(obj, model => 'ears', language => 'DE'), transcribe(obj, model => 'ears', task => 'translate'), len(s), s[1]."start"
                FROM (SELECT obj, transcribe_segments(obj, model => 'ears', language => 'de') AS s FROM files('*.wav'))
                """));
        Assert.Contains("leave it out", (await FailAsync("SELECT transcribe(obj, model => 'ears', language => 'de', task => 'translate') FROM files('*.wav')")).Message, StringComparison.Ordinal);
    }
}
