namespace PostModern.Models.Transformers.Generation;

/// <summary>The best texts of an item that have come to their end; at most as many as beams.</summary>
internal sealed class FinishedTexts(GenerationSettings settings, int promptLength)
{
    private readonly List<(double Score, int[] Tokens)> _texts = [];

    /// <summary>Whether nothing better is to be expected.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>The tokens after the prompt.</summary>
    internal int[] Best => _texts.Count == 0 ? [] : _texts.MaxBy(text => text.Score).Tokens;

    /// <param name="text">With the prompt, without the token that ends it.</param>
    /// <param name="logProbability">Of the whole text.</param>
    /// <param name="length">Tokens with the prompt and the one that ends it.</param>
    internal void Add(List<int> text, float logProbability, int length)
    {
        var score = Rate(logProbability, length);
        if (_texts.Count < settings.Beams || score > Worst)
        {
            _texts.Add((score, [.. text.Skip(promptLength)]));
            if (_texts.Count > settings.Beams)
            {
                _texts.Remove(_texts.MinBy(kept => kept.Score));
            }
        }
    }

    /// <summary>Decides whether the item is done.</summary>
    /// <param name="best">The log-probability of the best open text.</param>
    /// <param name="length">Its length, with the prompt.</param>
    internal void Check(float best, int length) => IsDone |= _texts.Count >= settings.Beams && settings.EarlyStopping switch
    {
        EarlyStopping.WhenEnough => true,
        EarlyStopping.Never when settings.LengthPenalty > 0 => Worst >= Rate(best, settings.MaxLength),
        _ => Worst >= Rate(best, length),
    };

    private double Worst => _texts.Min(text => text.Score);

    private double Rate(float logProbability, int length) => logProbability / Math.Pow(length - promptLength, settings.LengthPenalty);
}
