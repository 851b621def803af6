using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Inference;
using PostModern.Models.Json;
using PostModern.Models.Loading;
using PostModern.Models.Tasks.Speech;
using PostModern.Models.Tokenizers;
using PostModern.Models.Transformers.Generation;

namespace PostModern.Models.Transformers.Speech;

/// <summary>Whisper: up to 30 seconds of speech to their text, in the language that the model hears in them.</summary>
internal sealed class WhisperWriter : ISpeechWriter
{
    internal const string Family = "hf-whisper";

    private const string NoTimestamps = "<|notimestamps|>";

    private readonly OnnxModel _encoder;
    private readonly TextGenerator _decoder;
    private readonly Tokenizer _tokenizer;
    private readonly GenerationSettings _settings;
    private readonly MelSpectrogram _mel;
    private readonly int _pitches;
    private readonly int[] _languages;
    private readonly int[] _promptEnd;
    private readonly int _firstTime;

    internal WhisperWriter(OnnxModel encoder, TextGenerator decoder, TransformerFiles files)
    {
        (_encoder, _decoder, _tokenizer) = (encoder, decoder, files.Tokenizer());
        var generation = files.Settings("generation_config.json");
        _settings = GenerationSettings.Read(generation, files.Config);
        _pitches = files.Config.Number("num_mel_bins", 80);
        _mel = new MelSpectrogram(_pitches);
        var noTimes = generation?.Number("no_timestamps_token_id", -1) is { } id and >= 0 ? id : _tokenizer.IdOf(NoTimestamps)
            ?? throw new ServerException(ErrorCode.InvalidInput, $"The tokenizer of the Whisper model has no token {NoTimestamps}.");
        _firstTime = noTimes + 1;
        _languages = [.. Ids(generation, "lang_to_id").Select(language => language.Id)];
        var task = Ids(generation, "task_to_id").Where(entry => entry.Name == "transcribe").Select(entry => entry.Id);
        _promptEnd = _languages.Length > 0 ? [.. task, noTimes] : [.. Forced(generation, files.Config).Where(token => token != noTimes), noTimes];
    }

    internal static WhisperWriter Of(ModelParts parts) =>
        new(parts.Graph("encoder_model"), TextGenerator.Of(parts), new TransformerFiles(parts.Model));

    public string Transcribe(float[] samples, CancellationToken cancellationToken)
    {
        var tokens = Tokens(samples, cancellationToken);
        return _tokenizer.Decode(tokens).Trim();
    }

    /// <summary>The tokens of a window, without the prompt.</summary>
    internal int[] Tokens(float[] samples, CancellationToken cancellationToken)
    {
        var states = Encode(samples, cancellationToken);
        var prompt = new List<int> { _settings.StartToken };
        if (_languages.Length > 0)
        {
            var scores = _decoder.Next(states, prompt, cancellationToken)[0];
            prompt.Add(_languages.MaxBy(language => scores[language]));
        }

        prompt.AddRange(_promptEnd);
        return _decoder.Generate(states, prompt, _settings, ForbidTimes, cancellationToken)[0];
    }

    private EncoderStates Encode(float[] samples, CancellationToken cancellationToken)
    {
        using var outputs = _encoder.Run(
            [_encoder.FloatInput("input_features", _mel.Compute(samples), 1, _pitches, MelSpectrogram.Frames)], ["last_hidden_state"], cancellationToken);
        var shape = outputs.Shape(0);
        return new EncoderStates(outputs.ReadFloats(0), 1, (int)shape[1], (int)shape[2]);
    }

    // The times of windows are known without the model.
    private void ForbidTimes(List<int> tokens, Span<float> scores) => scores[(_firstTime - 1)..].Fill(float.NegativeInfinity);

    private static IEnumerable<(string Name, int Id)> Ids(JsonElement? generation, string name) =>
        generation?.Member(name) is { ValueKind: JsonValueKind.Object } ids ? ids.EnumerateObject().Select(entry => (entry.Name, entry.Value.GetInt32())) : [];

    // Older files: pairs of a place and its token, where a token may be left to the model.
    private static IEnumerable<int> Forced(JsonElement? generation, JsonElement config) =>
        (generation is { } found && found.Member("forced_decoder_ids") is not null ? found : config).Items("forced_decoder_ids")
            .Where(pair => pair[1].ValueKind == JsonValueKind.Number).Select(pair => pair[1].GetInt32());
}
