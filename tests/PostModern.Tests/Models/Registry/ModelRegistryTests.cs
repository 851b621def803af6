using PostModern.Arrow.Errors;
using PostModern.Models.Registry;

namespace PostModern.Tests.Models.Registry;

/// <summary>Models are found by task and name, and used only if their files are the manifest's.</summary>
public sealed class ModelRegistryTests : IDisposable
{
    private readonly RegistryFolder _folder = new();

    [Fact]
    public void A_task_takes_its_default_model()
    {
        var registry = _folder.Add("alpha", "detect", [1]).Add("beta", "detect", [2], isDefault: true).Open();
        Assert.Equal("beta", registry.Find("detect", ["detect"]).Name);
        Assert.Equal("alpha", registry.Find("detect", ["detect"], "ALPHA").Name);
    }

    [Fact]
    public void An_unknown_model_is_answered_with_those_that_there_are()
    {
        var registry = _folder.Add("alpha", "detect", [1]).Add("beta", "detect", [2]).Add("gamma", "ocr", [3]).Open();
        var error = Assert.Throws<ServerException>(() => registry.Find("detect", ["detect"], "gamma"));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Equal("There is no model 'gamma' for 'detect'. Installed: alpha, beta.", error.Message);
    }

    [Fact]
    public void An_unknown_task_is_answered_with_those_that_there_are()
    {
        var registry = _folder.Add("alpha", "detect", [1]).Add("gamma", "ocr", [3]).Open();
        var error = Assert.Throws<ServerException>(() => registry.Find("sing", ["choir"]));
        Assert.Equal("No model is installed for 'sing'. Installed: alpha (detect), gamma (ocr).", error.Message);
    }

    [Fact]
    public void Of_several_models_without_a_default_one_has_to_be_named()
    {
        var registry = _folder.Add("alpha", "detect", [1]).Add("beta", "detect", [2]).Open();
        var error = Assert.Throws<ServerException>(() => registry.Find("detect", ["detect"]));
        Assert.Equal("Several models can do 'detect': alpha, beta. Choose one with model => 'name'.", error.Message);
    }

    [Fact]
    public void A_changed_file_is_refused()
    {
        var model = _folder.Add("alpha", "detect", [1, 2, 3]).Open().Get("alpha");
        Assert.Equal(_folder.FileOf("alpha", "weights.onnx"), model.PathOfGraph("main"));
        File.WriteAllBytes(_folder.FileOf("alpha", "weights.onnx"), [1, 2, 4]);
        File.SetLastWriteTimeUtc(_folder.FileOf("alpha", "weights.onnx"), DateTime.UnixEpoch);
        var error = Assert.Throws<ServerException>(() => model.PathOfGraph("main"));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("is not the file that the manifest of model 'alpha' names", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named_with_its_source()
    {
        var model = _folder.Add("alpha", "detect", [1]).Open().Get("alpha");
        File.Delete(_folder.FileOf("alpha", "weights.onnx"));
        var error = Assert.Throws<ServerException>(() => model.PathOf("weights.onnx"));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains("nowhere@1.0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_digest_follows_the_files_and_the_models_used()
    {
        var before = Digests(_folder.Add("alpha", "detect", [1]).Add("beta", "caption", [2], use: "alpha"));
        var after = Digests(_folder.Add("alpha", "detect", [7]));
        Assert.NotEqual(before["alpha"], after["alpha"]);
        Assert.NotEqual(before["beta"], after["beta"]);
    }

    [Fact]
    public void The_digest_does_not_follow_the_licence()
    {
        var before = Digests(_folder.Add("alpha", "detect", [1]));
        Assert.Equal(before, Digests(_folder.Add("alpha", "detect", [1], licence: "Apache-2.0")));
    }

    [Fact]
    public void A_model_that_is_used_has_to_be_installed()
    {
        _folder.Add("beta", "caption", [2], use: "alpha");
        var error = Assert.Throws<ServerException>(_folder.Open);
        Assert.Equal("Model 'beta' uses model 'alpha', which is not installed.", error.Message);
    }

    [Fact]
    public void A_folder_has_its_models_name()
    {
        _folder.Add("alpha", "detect", [1], folder: "first");
        Assert.Contains("calls its model 'alpha'", Assert.Throws<ServerException>(_folder.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_with_a_misspelt_member_is_refused()
    {
        _folder.Add("alpha", "detect", [1]);
        var manifest = _folder.FileOf("alpha", "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("licence", "lisence", StringComparison.Ordinal));
        var error = Assert.Throws<ServerException>(_folder.Open);
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains(manifest, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var error = Assert.Throws<ServerException>(() => ModelRegistry.Open("/nowhere/models", "/nowhere/converted"));
        Assert.Equal("The model folder '/nowhere/models' doesn't exist.", error.Message);
    }

    public void Dispose() => _folder.Dispose();

    private static Dictionary<string, string> Digests(RegistryFolder folder) =>
        folder.Open().Models.ToDictionary(model => model.Name, model => model.Digest);
}
