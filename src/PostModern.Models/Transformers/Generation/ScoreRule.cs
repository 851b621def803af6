namespace PostModern.Models.Transformers.Generation;

/// <summary>Changes the scores of the next token.</summary>
/// <param name="tokens">The text so far, with the prompt; not to be changed.</param>
/// <param name="scores">One a token of the vocabulary; minus infinity forbids it.</param>
internal delegate void ScoreRule(List<int> tokens, Span<float> scores);
