namespace PostModern.Models.Tokenizers.Normalizers;

/// <summary>Something before every text that isn't empty.</summary>
internal sealed class PrependNormalizer(string prefix) : INormalizer
{
    public string Normalize(string text) => text.Length == 0 ? text : prefix + text;
}
