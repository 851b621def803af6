using System.Globalization;
using System.Text.Json;
using PostModern.Models.Transformers.Generation;

namespace PostModern.Tests.Models.Transformers.Generation;

/// <summary>Tokens are chosen as a plain search over the same network, without caches or batches, chooses them.</summary>
public sealed class TextGeneratorTests
{
    private static readonly JsonElement s_expected = TinyModels.Expected("caption");

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var search in s_expected.GetProperty("cases").EnumerateObject())
            {
                cases.Add("caption decoder_model_merged", search.Name);
                cases.Add("caption-plain decoder_model", search.Name);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_search_finds_the_text_of_a_plain_search(string network, string search)
    {
        var words = search.Split(' ');
        var settings = new GenerationSettings
        {
            MaxLength = s_expected.GetProperty("maxLength").GetInt32(),
            EndTokens = s_expected.GetProperty("ends").Deserialize<int[]>()!,
            Beams = int.Parse(words[0], CultureInfo.InvariantCulture),
            LengthPenalty = double.Parse(words[1], CultureInfo.InvariantCulture),
            EarlyStopping = words[2] == "True" ? EarlyStopping.WhenEnough : EarlyStopping.WhenUnlikely,
            NoRepeatLength = int.Parse(words[3], CultureInfo.InvariantCulture),
        };
        using var decoder = TinyModels.Open(network.Split(' ')[0], network.Split(' ')[1]);
        var generator = new TextGenerator(decoder);
        var expected = s_expected.GetProperty("cases").GetProperty(search).Deserialize<int[][]>()!;
        var states = s_expected.GetProperty("states").Deserialize<float[][]>()!;
        Assert.Equal(expected, generator.Generate(States([.. states.SelectMany(item => item)], states.Length), [1], settings));
        for (var item = 0; item < states.Length; item++)
        {
            Assert.Equal(expected[item], Assert.Single(generator.Generate(States(states[item], 1), [1], settings)));
        }
    }

    [Fact]
    public void No_text_ends_before_its_least_length()
    {
        using var decoder = TinyModels.Open("caption", "decoder_model_merged");
        var settings = new GenerationSettings { MaxLength = 12, EndTokens = [2, 9, 14, 21] };
        var generator = new TextGenerator(decoder);
        Assert.Equal(2, generator.Generate(FirstState(), [1], settings)[0].Length + 1);
        Assert.InRange(generator.Generate(FirstState(), [1], settings with { MinLength = 7 })[0].Length + 1, 7, 12);
    }

    [Fact]
    public void Tokens_are_forced_and_suppressed_as_the_settings_say()
    {
        using var decoder = TinyModels.Open("caption", "decoder_model_merged");
        var settings = new GenerationSettings { MaxLength = 6, ForcedFirst = 30, ForcedLast = 7, Suppressed = [28, 26], SuppressedAtBegin = [30] };
        var tokens = new TextGenerator(decoder).Generate(FirstState(), [1], settings)[0];
        Assert.Equal(5, tokens.Length);
        Assert.Equal(30, tokens[0]);
        Assert.Equal(7, tokens[^1]);
        Assert.DoesNotContain(28, tokens);
        Assert.DoesNotContain(26, tokens);
    }

    [Fact]
    public void A_cancelled_generation_stops()
    {
        using var decoder = TinyModels.Open("caption", "decoder_model_merged");
        var settings = new GenerationSettings { MaxLength = 12 };
        Assert.ThrowsAny<OperationCanceledException>(
            () => new TextGenerator(decoder).Generate(FirstState(), [1], settings, cancellationToken: new CancellationToken(canceled: true)));
    }

    private static EncoderStates FirstState() => States(s_expected.GetProperty("states")[0].Deserialize<float[]>()!, 1);

    private static EncoderStates States(float[] values, int items) => new(values, items, 16, values.Length / items / 16);
}
