namespace PostModern.Models.Tokenizers.Normalizers;

/// <summary>Rewrites a text before it is cut.</summary>
internal interface INormalizer
{
    /// <param name="text">Without lone surrogates.</param>
    string Normalize(string text);
}
