using System.Net.Sockets;
using PostModern.Arrow.Errors;
using PostModern.Models.Hub;
using PostModern.Models.Registry;
using PostModern.Models.Sources;
using PostModern.Tests.Models.Transformers;

namespace PostModern.Tests.Models.Hub;

/// <summary>A model comes from a hub once, whole, and as listed; then it needs no network.</summary>
public sealed class ModelHubTests : IAsyncLifetime
{
    private const string Secret = "hf_neverToBeSeen";
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-").FullName;
    private HubServer _server = null!;

    public async Task InitializeAsync() => _server = await HubServer.StartAsync(TinyModels.Folder("text-classes"));

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_pulled_model_is_found_by_the_registry_like_any_other()
    {
        var pulled = await ModelHub.PullAsync("hf://org/tiny", Options);
        Assert.Equal(("tiny", "classify", true, $"hf://org/tiny@{HubServer.Commit}"), (pulled.Name, pulled.Task, pulled.IsNew, pulled.Source));
        var model = ModelRegistry.Open(_folder, _folder).Get("tiny");
        Assert.Equal(("hf-text-classification", "Apache-2.0"), (model.Manifest.Family, model.Manifest.Licence));
        Assert.All(model.Manifest.Files, file => Assert.Equal(_server.Files[file.Path], File.ReadAllBytes(model.PathOf(file.Path))));
        Assert.Equal(
            ["config.json", "onnx/model.onnx", "onnx/model.onnx_data", "tokenizer.json", "tokenizer_config.json"],
            model.Manifest.Files.Select(file => file.Path));
        Assert.Equal(["attention_mask", "input_ids", "token_type_ids"], model.Manifest.Graphs["model"].Inputs.Select(input => input.Name).Order());
        Assert.True(File.Exists(model.PathOfGraph("model")));
        Assert.Equal("tiny", Assert.Single(ModelHub.List(_folder)).Name);
        Assert.Equal(["tiny"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_transfer_that_breaks_off_goes_on_where_it_was()
    {
        _server.BrokenOnce["onnx/model.onnx_data"] = true;
        await ModelHub.PullAsync("hf://org/tiny", Options);
        var ranges = _server.Transfers.Where(transfer => transfer.StartsWith("onnx/model.onnx_data ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, ranges.Count);
        Assert.Equal("onnx/model.onnx_data 0", ranges[0]);
        Assert.InRange(int.Parse(ranges[1].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), 1, 1_500_000);
    }

    [Fact]
    public async Task A_pull_that_was_given_up_goes_on_at_the_next_try()
    {
        _server.BrokenOnce["onnx/model.onnx_data"] = true;
        var error = await Assert.ThrowsAsync<ServerException>(() => ModelHub.PullAsync("hf://org/tiny", Options with { Retries = 0 }));
        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.Empty(ModelHub.List(_folder));
        var before = _server.Transfers.Count;
        await ModelHub.PullAsync("hf://org/tiny", Options);
        var again = _server.Transfers.Skip(before).ToList();
        Assert.DoesNotContain("config.json 0", again);
        Assert.DoesNotContain("onnx/model.onnx_data 0", again);
    }

    [Fact]
    public async Task A_file_that_is_not_the_listed_one_is_refused_and_not_kept()
    {
        _server.Falsified = "onnx/model.onnx_data";
        var error = await Assert.ThrowsAsync<ServerException>(() => ModelHub.PullAsync("hf://org/tiny", Options));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("'onnx/model.onnx_data'", error.Message, StringComparison.Ordinal);
        Assert.Empty(ModelHub.List(_folder));
        _server.Falsified = "config.json";
        Assert.Contains("'config.json'", (await Assert.ThrowsAsync<ServerException>(() => ModelHub.PullAsync("hf://org/tiny", Options with { ModelFolder = Path.Combine(_folder, "other") }))).Message, StringComparison.Ordinal);
        _server.Falsified = null;
        Assert.True((await ModelHub.PullAsync("hf://org/tiny", Options)).IsNew);
    }

    [Fact]
    public async Task A_second_pull_needs_no_network()
    {
        await ModelHub.PullAsync("hf://org/tiny", Options);
        var options = Options with { Endpoint = _server.Endpoint, Retries = 1 };
        await _server.DisposeAsync();
        var pinned = await ModelHub.PullAsync($"hf://org/tiny@{HubServer.Commit}", options);
        Assert.Equal((false, null), (pinned.IsNew, pinned.Note));
        var moving = await ModelHub.PullAsync("hf://org/tiny", options);
        Assert.False(moving.IsNew);
        Assert.Contains("not known", moving.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_pull_of_the_same_commit_transfers_nothing()
    {
        await ModelHub.PullAsync("hf://org/tiny", Options);
        var before = _server.Transfers.Count;
        Assert.False((await ModelHub.PullAsync("hf://org/tiny", Options)).IsNew);
        Assert.Equal(before, _server.Transfers.Count);
    }

    [Fact]
    public async Task Another_variant_of_the_same_commit_replaces_the_first()
    {
        await ModelHub.PullAsync("hf://org/tiny", Options);
        _server.Files["onnx/model_quantized.onnx"] = _server.Files["onnx/model.onnx"];
        var pulled = await ModelHub.PullAsync("hf://org/tiny?dtype=q8", Options);
        Assert.Equal((true, $"hf://org/tiny@{HubServer.Commit}?dtype=q8"), (pulled.IsNew, pulled.Source));
        Assert.Equal("onnx/model_quantized.onnx", ModelRegistry.Open(_folder, _folder).Get("tiny").Manifest.Graphs["model"].File);
        Assert.False((await ModelHub.PullAsync("hf://org/tiny", Options with { Precision = "q8" })).IsNew);
    }

    [Fact]
    public async Task What_a_broken_pull_has_left_keeps_no_server_from_starting()
    {
        await ModelHub.PullAsync("hf://org/tiny", Options);
        Directory.CreateDirectory(Path.Combine(_folder, $".tiny-{HubServer.Commit}-old"));
        File.Copy(Path.Combine(_folder, "tiny", "manifest.json"), Path.Combine(_folder, $".tiny-{HubServer.Commit}-old", "manifest.json"));
        Assert.Equal("tiny", Assert.Single(ModelRegistry.Open(_folder, _folder).Models).Name);
    }

    [Fact]
    public Task A_model_that_is_created_from_a_hub_has_a_folder_for_each_commit() =>
        EnvironmentVariable.WithAsync("HF_ENDPOINT", _server.Endpoint.AbsoluteUri, async () =>
        {
            var folder = await new HubModelSource(_folder).FetchAsync("hf://org/tiny", CancellationToken.None);
            Assert.Equal(Path.Combine(_folder, "hub", $"org+tiny@{HubServer.Commit}", "tiny"), folder);
            Assert.True(ModelRegistry.HasManifest(folder));
        });

    [Fact]
    public async Task The_token_goes_to_the_hub_and_to_no_other_host()
    {
        _server.Token = Secret;
        await ModelHub.PullAsync("hf://org/tiny", Options with { Token = Secret });
        Assert.NotEmpty(_server.Transfers);
        Assert.False(_server.CdnSawToken);
        Assert.DoesNotContain(Secret, (Options with { Token = Secret }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strangers_are_told_to_bring_a_token_and_owners_of_a_wrong_one_that_it_is_wrong()
    {
        _server.Token = Secret;
        var stranger = await Assert.ThrowsAsync<ServerException>(() => ModelHub.PullAsync("hf://org/tiny", Options));
        Assert.Equal(ErrorCode.Unauthenticated, stranger.Code);
        Assert.Contains("Set HF_TOKEN", stranger.Message, StringComparison.Ordinal);
        var wrong = await Assert.ThrowsAsync<ServerException>(() => ModelHub.PullAsync("hf://org/tiny", Options with { Token = "hf_wrong" }));
        Assert.Equal(ErrorCode.Unauthenticated, wrong.Code);
        Assert.DoesNotContain("hf_wrong", wrong.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, ErrorCode.PermissionDenied)]
    [InlineData(404, ErrorCode.NotFound)]
    [InlineData(429, ErrorCode.Unavailable)]
    [InlineData(503, ErrorCode.Unavailable)]
    public async Task What_the_hub_refuses_is_said_with_what_to_do(int status, ErrorCode code)
    {
        _server.Status = status;
        var error = await Assert.ThrowsAsync<ServerException>(() => ModelHub.PullAsync("hf://org/tiny", Options));
        Assert.Equal(code, error.Code);
        Assert.Contains("org/tiny", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_is_not_there_is_named()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var error = await Assert.ThrowsAsync<ServerException>(
            () => ModelHub.PullAsync("hf://org/tiny", Options with { Endpoint = new Uri($"http://127.0.0.1:{port}"), Retries = 0 }));
        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.Contains("127.0.0.1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onnx/model.onnx_data/../../../evil")]
    [InlineData("onnx/model.onnx_data_\\..\\evil")]
    public async Task A_file_cannot_leave_the_models_folder(string path)
    {
        _server.Files[path] = [1];
        var error = await Assert.ThrowsAsync<ServerException>(() => ModelHub.PullAsync("hf://org/tiny", Options));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Empty(_server.Transfers);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("C:/x")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a/..")]
    [InlineData("a\nb")]
    [InlineData("")]
    public void Such_paths_are_not_safe(string path) => Assert.False(HubFileChoice.IsSafe(path));

    [Fact]
    public async Task A_precision_that_there_is_not_is_answered_with_those_that_there_are()
    {
        var error = await Assert.ThrowsAsync<ServerException>(() => ModelHub.PullAsync("hf://org/tiny", Options with { Precision = "q8" }));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains("onnx/model_fp16.onnx", error.Message, StringComparison.Ordinal);
        Assert.Contains("fp32, fp16, q8", (await Assert.ThrowsAsync<ServerException>(() => ModelHub.PullAsync("hf://org/tiny", Options with { Precision = "fp7" }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_that_cannot_be_opened_is_not_installed()
    {
        var error = await Assert.ThrowsAsync<ServerException>(() => ModelHub.PullAsync("hf://org/tiny", Options with { Precision = "fp16" }));
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Empty(ModelHub.List(_folder));
    }

    [Fact]
    public async Task A_name_that_is_taken_by_another_repository_is_refused()
    {
        await ModelHub.PullAsync("hf://org/tiny", Options);
        var error = await Assert.ThrowsAsync<ServerException>(() => ModelHub.PullAsync("hf://other/tiny", Options));
        Assert.Equal(ErrorCode.AlreadyExists, error.Code);
        Assert.Equal("mine", (await ModelHub.PullAsync("hf://org/tiny", Options, "mine")).Name);
    }

    [Theory]
    [InlineData("https://huggingface.co/org/tiny")]
    [InlineData("hf://")]
    [InlineData("hf://a/b/c")]
    [InlineData("hf://../x")]
    [InlineData("hf://org/tiny@../../x")]
    public void What_is_no_repository_is_refused(string uri) =>
        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => HubReference.Parse(uri)).Code);

    [Fact]
    public async Task Progress_ends_with_all_bytes()
    {
        var seen = new List<PullProgress>();
        var pulled = await ModelHub.PullAsync("hf://org/tiny", Options, progress: new Recorder(seen));
        Assert.Equal(pulled.Bytes, seen[^1].Done);
        Assert.All(seen, progress => Assert.Equal(pulled.Bytes, progress.Total));
        Assert.Equal(seen.Select(progress => progress.Done), seen.Select(progress => progress.Done).Order());
    }

    private HubOptions Options => new() { ModelFolder = _folder, Endpoint = _server.Endpoint, Token = null, RetryDelay = TimeSpan.FromMilliseconds(5), Retries = 3 };

    private sealed class Recorder(List<PullProgress> seen) : IProgress<PullProgress>
    {
        public void Report(PullProgress value) => seen.Add(value);
    }
}
