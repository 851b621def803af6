using PostModern.Arrow.Errors;
using PostModern.Models.Conversion;
using PostModern.Models.Conversion.TensorFlow;

namespace PostModern.Tests.Models.Conversion;

/// <summary>A model is converted once, and its file is there whole or not at all.</summary>
public sealed class ConvertedModelsTests : IDisposable
{
    private static readonly GraphOutput[] Outputs = [new("result", "y", DataType.Float, null)];

    private readonly string _folder = Directory.CreateTempSubdirectory("converted-").FullName;

    private string Cache => Path.Combine(_folder, "cache");

    [Fact]
    public void A_second_process_finds_what_the_first_converted()
    {
        var source = Write("Relu");
        var path = new ConvertedModels(Cache).GetOrConvert("small", source, "digest", Outputs);
        File.Delete(source);
        Assert.Equal(path, new ConvertedModels(Cache).GetOrConvert("small", source, "digest", Outputs));
        Assert.Equal([path], Directory.GetFiles(Cache));
    }

    [Fact]
    public void Another_source_makes_another_file()
    {
        var source = Write("Relu");
        var converted = new ConvertedModels(Cache);
        Assert.NotEqual(
            converted.GetOrConvert("small", source, "digest", Outputs), converted.GetOrConvert("small", source, "other", Outputs));
    }

    [Fact]
    public async Task Many_callers_at_once_get_one_file()
    {
        var source = Write("Relu");
        var converted = new ConvertedModels(Cache);
        var paths = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => converted.GetOrConvert("small", source, "digest", Outputs))));
        Assert.Single(paths.Distinct());
        Assert.Single(Directory.GetFiles(Cache));
    }

    [Fact]
    public void A_model_that_cant_be_converted_leaves_no_file_and_can_be_tried_again()
    {
        var converted = new ConvertedModels(Cache);
        Assert.Throws<ServerException>(() => converted.GetOrConvert("small", Write("Bessel"), "digest", Outputs));
        Assert.False(Directory.Exists(Cache));
        Assert.True(File.Exists(converted.GetOrConvert("small", Write("Relu"), "digest", Outputs)));
    }

    [Fact]
    public void A_cache_folder_that_cant_be_written_is_named()
    {
        File.WriteAllText(Cache, "a file where the folder should be");
        var error = Assert.Throws<ServerException>(() => new ConvertedModels(Cache).GetOrConvert("small", Write("Relu"), "digest", Outputs));
        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.Contains($"can't be written to '{Cache}'", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string operation) =>
        new GraphFile().Input("a", 1, 2).Node("y", operation, ["a"]).Write(Path.Combine(_folder, "source"));
}
