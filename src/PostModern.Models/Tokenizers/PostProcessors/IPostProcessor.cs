namespace PostModern.Models.Tokenizers.PostProcessors;

/// <summary>Puts special tokens around texts.</summary>
internal interface IPostProcessor
{
    /// <param name="first">A text's ids.</param>
    /// <param name="second">Those of the text that it is paired with; null when it has none.</param>
    TokenRow Process(IReadOnlyList<int> first, IReadOnlyList<int>? second);
}
