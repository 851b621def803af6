namespace PostModern.Models.Tokenizers.Decoders;

/// <summary>Turns tokens back into text.</summary>
internal interface IDecoder
{
    /// <summary>One step: the texts that it returns, one after the other, are the text, or the next step's tokens.</summary>
    IReadOnlyList<string> Decode(IReadOnlyList<string> tokens);
}
