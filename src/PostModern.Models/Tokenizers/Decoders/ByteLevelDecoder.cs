using System.Text;
using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers.Decoders;

/// <summary>Characters that stand for bytes, back to the text whose UTF-8 they are; what is none becomes U+FFFD.</summary>
internal sealed class ByteLevelDecoder : IDecoder
{
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) =>
        [Encoding.UTF8.GetString([.. tokens.SelectMany(ByteAlphabet.Decode)])];
}
