using PostModern.Models.Inference;
using PostModern.Models.Loading;

namespace PostModern.Models.Transformers.Generation;

/// <summary>Tokens that a decoder says to what an encoder saw. Safe for concurrent use.</summary>
internal sealed class TextGenerator(OnnxModel decoder)
{
    private const string Merged = "decoder_model_merged";

    /// <summary>With the model's decoder: that with a cache if it has one.</summary>
    internal static TextGenerator Of(ModelParts parts) =>
        new(parts.Graph(parts.Model.Manifest.Graphs.ContainsKey(Merged) ? Merged : "decoder_model"));

    /// <summary>Generates for several items at once.</summary>
    /// <param name="states">The items.</param>
    /// <param name="prompt">The tokens that each text begins with; at least one.</param>
    /// <param name="settings">How tokens are chosen.</param>
    /// <param name="rules">More rules than those of the settings; called with the text so far and the scores of the next token.</param>
    /// <param name="cancellationToken">Stops between two tokens, and inside the network.</param>
    /// <returns>For each item the tokens after the prompt, without the one that ends the text.</returns>
    internal IReadOnlyList<int[]> Generate(
        EncoderStates states,
        IReadOnlyList<int> prompt,
        GenerationSettings settings,
        ScoreRule? rules = null,
        CancellationToken cancellationToken = default)
    {
        var built = new LogitRules(settings, prompt.Count);
        ScoreRule all = (tokens, scores) =>
        {
            built.Apply(tokens, scores);
            rules?.Invoke(tokens, scores);
        };
        using var run = DecoderRun.Start(decoder, states.Repeat(settings.Beams));
        return settings.Beams == 1
            ? GreedySearch.Run(run, states.Items, prompt, settings, all, cancellationToken)
            : new BeamSearch(run, states.Items, prompt, settings, all).Run(cancellationToken);
    }

    /// <summary>The scores of the token after a prompt, for each item.</summary>
    internal float[][] Next(EncoderStates states, IReadOnlyList<int> prompt, CancellationToken cancellationToken)
    {
        using var run = DecoderRun.Start(decoder, states);
        var scores = run.Append([.. Enumerable.Range(0, states.Items).SelectMany(_ => prompt).Select(token => (long)token)], cancellationToken);
        return [.. scores.Chunk(scores.Length / states.Items)];
    }
}
