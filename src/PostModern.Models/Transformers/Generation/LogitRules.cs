namespace PostModern.Models.Transformers.Generation;

/// <summary>What may not be chosen, and what must.</summary>
/// <param name="settings">The rules.</param>
/// <param name="promptLength">Tokens that were given.</param>
internal sealed class LogitRules(GenerationSettings settings, int promptLength)
{
    /// <summary>Changes the scores of the next token.</summary>
    /// <param name="tokens">The text so far, with the prompt.</param>
    /// <param name="scores">One a token of the vocabulary.</param>
    internal void Apply(List<int> tokens, Span<float> scores)
    {
        Penalise(tokens, scores);
        ForbidRepeats(tokens, scores);
        if (tokens.Count < settings.MinLength)
        {
            Forbid(settings.EndTokens, scores);
        }

        Forbid(settings.Suppressed, scores);
        if (tokens.Count == promptLength)
        {
            Forbid(settings.SuppressedAtBegin, scores);
        }

        if (tokens.Count == 1 && settings.ForcedFirst is { } first)
        {
            Force(first, scores);
        }
        else if (tokens.Count == settings.MaxLength - 1 && settings.ForcedLast is { } last)
        {
            Force(last, scores);
        }
    }

    private static void Forbid(IReadOnlyList<int> tokens, Span<float> scores)
    {
        foreach (var token in tokens)
        {
            if (token < scores.Length)
            {
                scores[token] = float.NegativeInfinity;
            }
        }
    }

    private static void Force(int token, Span<float> scores)
    {
        scores.Fill(float.NegativeInfinity);
        scores[token] = 0;
    }

    private void Penalise(List<int> tokens, Span<float> scores)
    {
        if (settings.RepetitionPenalty != 1)
        {
            foreach (var token in tokens.Distinct())
            {
                scores[token] = scores[token] < 0 ? scores[token] * settings.RepetitionPenalty : scores[token] / settings.RepetitionPenalty;
            }
        }
    }

    // What followed the text's last tokens before may not follow them again.
    private void ForbidRepeats(List<int> tokens, Span<float> scores)
    {
        var known = settings.NoRepeatLength - 1;
        if (known < 0 || tokens.Count < known)
        {
            return;
        }

        for (var start = 0; start + known < tokens.Count; start++)
        {
            var same = true;
            for (var i = 0; i < known && same; i++)
            {
                same = tokens[start + i] == tokens[tokens.Count - known + i];
            }

            if (same)
            {
                scores[tokens[start + known]] = float.NegativeInfinity;
            }
        }
    }
}
