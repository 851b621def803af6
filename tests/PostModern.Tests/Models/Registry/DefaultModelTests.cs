using Microsoft.ML.OnnxRuntime;

namespace PostModern.Tests.Models.Registry;

/// <summary>The models that the build restores are those that their manifests describe.</summary>
public sealed class DefaultModelTests
{
    public static TheoryData<string> Names => [.. DefaultModels.Registry.Models.Select(model => model.Name)];

    [Fact]
    public void Each_task_has_one_default_model()
    {
        var tasks = DefaultModels.Registry.Models.GroupBy(model => model.Manifest.Task).ToList();
        Assert.Equal(["caption", "detect", "embed", "moderate", "ocr", "sentiment", "transcribe", "voice"], tasks.Select(task => task.Key).Order());
        Assert.All(tasks, task => Assert.Single(task, model => model.Manifest.Default));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_file_is_there_and_has_its_hash(string name)
    {
        var model = DefaultModels.Registry.Get(name);
        Assert.All(model.Manifest.Files, file => Assert.True(File.Exists(model.PathOf(file.Path))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_graph_has_the_inputs_and_outputs_of_the_manifest(string name)
    {
        var model = DefaultModels.Registry.Get(name);
        foreach (var (part, graph) in model.Manifest.Graphs)
        {
            using var session = new InferenceSession(model.PathOfGraph(part));
            Assert.Equal(graph.Inputs.Select(input => input.Name), session.InputNames);
            Assert.Equal(graph.Outputs.Select(output => output.Name), session.OutputNames);
        }
    }
}
