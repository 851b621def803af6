using System.Text;
using System.Text.Json;
using PostModern.Models.Transformers.Pictures;
using PostModern.Tests.Models.Decoding;

namespace PostModern.Tests.Models.Transformers.Pictures;

/// <summary>Pictures have the answers of a plain loop over the same weights and pixels.</summary>
public sealed class PictureModelTests
{
    [Fact]
    public void Pictures_are_classified_with_the_scores_of_their_classes()
    {
        using var tiny = new TinyParts("image-classes");
        var task = ClassifyImageTask.Of(tiny.Parts);
        var answers = task.Infer([.. Pictures().Select(file => task.Prepare(TinyParts.Input(file)))], CancellationToken.None);
        AssertScores(TinyModels.Expected("image-classes").GetProperty("scores"), ["cat", "dog", "boat", "plane"], answers);
    }

    [Fact]
    public void Clip_puts_pictures_and_texts_into_one_space_and_ranks_labels_in_it()
    {
        using var tiny = new TinyParts("clip");
        var expected = TinyModels.Expected("clip");
        var labels = expected.GetProperty("labels").Deserialize<string[]>()!;
        var clip = ClipModel.Of(tiny.Parts);
        AssertClose(expected.GetProperty("images"), clip.EmbedPictures([.. Pictures().Select(file => clip.Decode(file))], CancellationToken.None));
        AssertClose(expected.GetProperty("texts"), clip.EmbedTexts([.. labels.Select(clip.Tokenize)], CancellationToken.None));
        Assert.Equal(8, ClipModel.DimensionsOf(tiny.Model));

        var task = new ClipClassifyTask(clip);
        var items = Pictures().Select(file => task.Prepare(TinyParts.Input(file, (object)labels.Cast<object?>().ToArray()))).ToList();
        AssertScores(expected.GetProperty("scores"), labels, task.Infer(items, CancellationToken.None));
    }

    [Theory]
    [InlineData("caption")]
    [InlineData("caption-plain")]
    public void Captions_are_those_of_a_plain_search(string model)
    {
        using var tiny = new TinyParts(model);
        var task = CaptionPictureTask.Of(tiny.Parts);
        var captions = task.Infer([.. Pictures().Select(file => task.Prepare(TinyParts.Input(file)))], CancellationToken.None).Select(Encoding.UTF8.GetString);
        Assert.Equal(TinyModels.Expected("caption").GetProperty("text").Deserialize<string[]>(), captions);
    }

    [Fact]
    public void A_picture_is_resized_at_its_shorter_edge_and_cut_to_its_middle()
    {
        var input = PictureInput.Read(JsonSerializer.Deserialize<JsonElement>(
            """{"size": {"shortest_edge": 40}, "do_center_crop": true, "crop_size": {"height": 20, "width": 20}, "do_normalize": false, "rescale_factor": 1}"""));

        // 80 × 40 in four stripes of 20: the middle 20 of the 40 × 40 in the middle are half of the second and half of the third.
        var stripes = new byte[80 * 40 * 3];
        for (var i = 0; i < stripes.Length; i++)
        {
            stripes[i] = (byte)(i / 3 % 80 / 20 * 60);
        }

        var planes = input.Decode(Png.Encode(80, 40, 8, 2, ((byte[])stripes).Chunk(3 * 80)));
        Assert.Equal((20, 20, 3 * 400), (input.Width, input.Height, planes.Length));
        Assert.All(Enumerable.Range(0, 400).Where(i => i % 20 is < 8 or > 11), i => Assert.Equal(i % 20 < 10 ? 60 : 120, planes[i], 2f));
    }

    [Theory]
    [InlineData("""{"size": 20, "crop_size": 10, "do_center_crop": true}""", 10)]
    [InlineData("""{"size": {"shortest_edge": 224}, "crop_pct": 0.875}""", 224)]
    [InlineData("""{"size": {"shortest_edge": 384}, "crop_pct": 1.0}""", 384)]
    [InlineData("""{"size": 16}""", 16)]
    [InlineData("{}", 224)]
    public void The_size_is_found_however_the_file_says_it(string json, int side)
    {
        var input = PictureInput.Read(JsonSerializer.Deserialize<JsonElement>(json));
        Assert.Equal((side, side), (input.Width, input.Height));
        Assert.Equal(3 * side * side, input.Decode(Pictures().First()).Length);
    }

    [Fact]
    public void Pixels_are_scaled_and_normalised_by_channel()
    {
        var input = PictureInput.Read(JsonSerializer.Deserialize<JsonElement>(
            """{"size": {"height": 1, "width": 1}, "image_mean": [0.5, 0.25, 0], "image_std": [0.5, 0.25, 1]}"""));
        var planes = input.Decode(Png.Encode(1, 1, 8, 2, ((byte[])[255, 0, 51]).Chunk(3 * 1)));
        Assert.Equal([1, -1, 0.2f], planes.Select(value => MathF.Round(value, 5)));
    }

    // The formula of the script that made the expected answers.
    private static IEnumerable<byte[]> Pictures() => Enumerable.Range(0, 3).Select(seed =>
    {
        var pixels = new byte[32 * 32 * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (channel, x, y) = (i % 3, i / 3 % 32, i / 96);
            pixels[i] = (byte)((x * (3 + seed)) + (y * channel * 2) + (40 * channel));
        }

        return Png.Encode(32, 32, 8, 2, ((byte[])pixels).Chunk(3 * 32));
    });

    private static void AssertScores(JsonElement expected, string[] labels, byte[][] answers)
    {
        foreach (var (wanted, answer) in expected.Deserialize<double[][]>()!.Zip(answers))
        {
            var found = JsonSerializer.Deserialize<JsonElement[]>(answer)!.Chunk(2).ToDictionary(pair => pair[0].GetString()!, pair => pair[1].GetDouble());
            Assert.All(labels.Zip(wanted), pair => Assert.Equal(pair.Second, found[pair.First], 1e-4));
        }
    }

    private static void AssertClose(JsonElement expected, float[][] actual)
    {
        foreach (var (wanted, got) in expected.Deserialize<float[][]>()!.Zip(actual))
        {
            Assert.All(wanted.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }
}
