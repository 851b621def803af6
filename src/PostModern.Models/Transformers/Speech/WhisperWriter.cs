using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Inference;
using PostModern.Models.Json;
using PostModern.Models.Loading;
using PostModern.Models.Registry;
using PostModern.Models.Signatures;
using PostModern.Models.Tasks.Speech;
using PostModern.Models.Tokenizers;
using PostModern.Models.Transformers.Generation;

namespace PostModern.Models.Transformers.Speech;

/// <summary>Whisper: up to 30 seconds of speech to their text, in the language that is asked for or that the model hears in them.</summary>
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
    private readonly Dictionary<string, int> _languages;
    private readonly Dictionary<string, int> _tasks;
    private readonly int[] _forced;
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
        _languages = Languages(generation);
        _tasks = Ids(generation, "task_to_id");
        _forced = [.. Forced(generation, files.Config).Where(token => token != noTimes)];
    }

    internal static WhisperWriter Of(ModelParts parts) =>
        new(parts.Graph("encoder_model"), TextGenerator.Of(parts), new TransformerFiles(parts.Model));

    /// <summary>Checks a call's options by the model's files; loads no network.</summary>
    /// <exception cref="ServerException">InvalidInput: a language that the model doesn't know.</exception>
    internal static void Check(InstalledModel model, TaskOptions options)
    {
        var wanted = TranscriptOptions.Of(options);
        var languages = Languages(new TransformerFiles(model).Settings("generation_config.json"));
        if (languages.Count == 0 && wanted != new TranscriptOptions())
        {
            throw options.Invalid($"can't be told a language or a task with model '{model.Name}', which knows one language only.");
        }

        if (wanted.Language is { } language && !languages.ContainsKey(language))
        {
            throw options.Invalid($"has no language => '{language}' with model '{model.Name}'. It knows: {string.Join(", ", languages.Keys.Order(StringComparer.Ordinal))}.");
        }
    }

    public string Transcribe(float[] samples, TranscriptOptions options, CancellationToken cancellationToken) =>
        _tokenizer.Decode(Tokens(samples, options, cancellationToken)).Trim();

    /// <summary>The tokens of a window, without the prompt.</summary>
    internal int[] Tokens(float[] samples, TranscriptOptions options, CancellationToken cancellationToken)
    {
        var states = Encode(samples, cancellationToken);
        return _decoder.Generate(states, Prompt(states, options, cancellationToken), _settings, ForbidTimes, cancellationToken)[0];
    }

    /// <summary>What stands before the text: start, language, task, no times.</summary>
    internal List<int> Prompt(EncoderStates states, TranscriptOptions options, CancellationToken cancellationToken)
    {
        var prompt = new List<int> { _settings.StartToken };
        if (_languages.Count == 0)
        {
            return [.. prompt, .. _forced, _firstTime - 1];
        }

        if (options.Language is null || !_languages.TryGetValue(options.Language, out var language))
        {
            var scores = _decoder.Next(states, prompt, cancellationToken)[0];
            language = _languages.Values.MaxBy(id => scores[id]);
        }

        prompt.Add(language);
        if (_tasks.TryGetValue(options.IsTranslated ? "translate" : "transcribe", out var task))
        {
            prompt.Add(task);
        }

        return [.. prompt, _firstTime - 1];
    }

    internal EncoderStates Encode(float[] samples, CancellationToken cancellationToken)
    {
        using var outputs = _encoder.Run(
            [_encoder.FloatInput("input_features", _mel.Compute(samples), 1, _pitches, MelSpectrogram.Frames)], ["last_hidden_state"], cancellationToken);
        var shape = outputs.Shape(0);
        return new EncoderStates(outputs.ReadFloats(0), 1, (int)shape[1], (int)shape[2]);
    }

    // The times of windows are known without the model.
    private void ForbidTimes(List<int> tokens, Span<float> scores) => scores[(_firstTime - 1)..].Fill(float.NegativeInfinity);

    private static Dictionary<string, int> Languages(JsonElement? generation) =>
        Ids(generation, "lang_to_id").ToDictionary(entry => entry.Key.Trim('<', '|', '>'), entry => entry.Value, StringComparer.OrdinalIgnoreCase);

    private static Dictionary<string, int> Ids(JsonElement? generation, string name) => generation?.Member(name) is { ValueKind: JsonValueKind.Object } ids
        ? ids.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32(), StringComparer.Ordinal)
        : [];

    // Older files: pairs of a place and its token, where a token may be left to the model.
    private static IEnumerable<int> Forced(JsonElement? generation, JsonElement config) =>
        (generation is { } found && found.Member("forced_decoder_ids") is not null ? found : config).Items("forced_decoder_ids")
            .Where(pair => pair[1].ValueKind == JsonValueKind.Number).Select(pair => pair[1].GetInt32());
}
