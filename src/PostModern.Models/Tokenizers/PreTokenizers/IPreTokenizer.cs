namespace PostModern.Models.Tokenizers.PreTokenizers;

/// <summary>Cuts a text into parts that no token crosses.</summary>
internal interface IPreTokenizer
{
    IEnumerable<TextPart> Split(TextPart part);
}
