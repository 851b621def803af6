using System.Text.Json;
using PostModern.Models.Transformers.Generation;

namespace PostModern.Tests.Models.Transformers.Generation;

/// <summary>The settings of a model are found wherever its files keep them.</summary>
public sealed class GenerationSettingsTests
{
    [Fact]
    public void The_generation_config_goes_before_the_config()
    {
        var settings = GenerationSettings.Read(
            Json("""{"max_length": 16, "eos_token_id": [3, 5], "num_beams": 4, "early_stopping": true, "length_penalty": 2, "suppress_tokens": [-1, 8]}"""),
            Json("""{"max_length": 99, "decoder": {"no_repeat_ngram_size": 3, "eos_token_id": 7}, "decoder_start_token_id": 2, "forced_eos_token_id": 5}"""));
        Assert.Equal(16, settings.MaxLength);
        Assert.Equal([3, 5], settings.EndTokens);
        Assert.Equal((4, EarlyStopping.WhenEnough, 2d, 3, 2), (settings.Beams, settings.EarlyStopping, settings.LengthPenalty, settings.NoRepeatLength, settings.StartToken));
        Assert.Equal([8], settings.Suppressed);
        Assert.Equal(5, settings.ForcedLast);
    }

    [Fact]
    public void Without_a_generation_config_the_decoders_settings_count()
    {
        var settings = GenerationSettings.Read(null, Json("""{"decoder": {"eos_token_id": 7, "bos_token_id": 6, "max_length": 30, "early_stopping": "never"}}"""));
        Assert.Equal([7], settings.EndTokens);
        Assert.Equal((6, 30, EarlyStopping.Never), (settings.StartToken, settings.MaxLength, settings.EarlyStopping));
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
